// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

/** By what missing numbers are replaced, computed from the training rows. */
public enum Fill {
  /** The mean. */
  MEAN,
  /** The median. */
  MEDIAN,
  /** The most frequent number; the smallest of several. */
  MOST_FREQUENT
}
