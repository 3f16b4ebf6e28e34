// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

/** How the measures of several classes become one. */
public enum Average {
  /** Not: one result for each class. */
  NONE,
  /** The measure of all answers together. */
  MICRO,
  /** The plain mean over classes. */
  MACRO,
  /** The mean over classes, weighted by how often each occurs. */
  WEIGHTED
}
