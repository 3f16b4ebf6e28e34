// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

/** How the results of several classes are averaged. */
public enum Average {
  /** No averaging: one result per class. */
  NONE,
  /** The metric computed over all predictions together. */
  MICRO,
  /** The unweighted mean over classes. */
  MACRO,
  /** The mean over classes, weighted by their frequency in the targets. */
  WEIGHTED
}
