// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

/** The format in which a network gets the class of an image. */
public enum LabelMode {
  /** Class indices, int32 {@code (batch,)}, for {@code sparseCategoricalCrossentropy}. */
  INT,
  /** One-hot rows, float32 {@code (batch, classes)}. */
  CATEGORICAL,
  /** 0 or 1 for two classes, float32 {@code (batch, 1)}, for {@code binaryCrossentropy}. */
  BINARY,
  /** No labels, only images. */
  NONE
}
