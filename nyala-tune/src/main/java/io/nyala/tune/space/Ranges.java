// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** Checks of numeric ranges, for integers and other numbers. */
final class Ranges {
  private Ranges() {}

  static void check(
      String name, double min, double max, double step, Sampling sampling, boolean whole) {
    if (!Double.isFinite(min) || !Double.isFinite(max) || !Double.isFinite(max - min)) {
      throw Cells.refuse(name, "a finite range", shown(min, whole) + " to " + shown(max, whole));
    }
    if (min > max) {
      throw Cells.refuse(
          name,
          "the minimum first, then the maximum",
          shown(min, whole) + " and " + shown(max, whole) + ": the range is empty");
    }
    boolean linear = sampling == Sampling.LINEAR;
    if (!linear && min <= 0) {
      throw new IllegalArgumentException(
          "hyperparameter \""
              + name
              + "\": a logarithmic scale needs a range above zero, got "
              + shown(min, whole)
              + " to "
              + shown(max, whole)
              + "; start at a small positive number or search on a linear scale");
    }
    if (!Double.isFinite(step) || step < 0) {
      throw Cells.refuse(name, "a positive step", shown(step, whole));
    }
    if (step == 0) {
      return;
    }
    if (!linear && step <= 1) {
      throw Cells.refuse(
          name,
          "a step above 1, because steps on a logarithmic scale multiply",
          shown(step, whole));
    }
    boolean tooLarge = linear ? step > max - min : step > max / min;
    if (tooLarge && min < max) {
      throw new IllegalArgumentException(
          "hyperparameter \""
              + name
              + "\": the step "
              + shown(step, whole)
              + " is larger than the range "
              + shown(min, whole)
              + " to "
              + shown(max, whole)
              + ", so it would have only one value; use a smaller step or fix the value");
    }
  }

  /** Formats a number as the user wrote it: integers without a decimal point. */
  private static String shown(double number, boolean whole) {
    return whole ? String.valueOf((long) number) : String.valueOf(number);
  }
}
