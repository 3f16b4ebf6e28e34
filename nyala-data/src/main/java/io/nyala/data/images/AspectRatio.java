// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

/** What becomes of an image whose sides have another ratio than those wanted. */
public enum AspectRatio {
  /** It is stretched or squeezed, as Keras does by default. */
  DISTORT,
  /** The largest middle part of the ratio wanted is taken. */
  CROP,
  /** Black is put around it. */
  PAD
}
