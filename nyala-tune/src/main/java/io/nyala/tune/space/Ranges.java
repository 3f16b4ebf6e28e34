// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** The checks of ranges of numbers, whole or not. */
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
          "the least value first, then the largest",
          shown(min, whole) + " and " + shown(max, whole) + ": nothing lies between");
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
              + "; begin at a small positive number or search on a linear scale");
    }
    if (!Double.isFinite(step) || step < 0) {
      throw Cells.refuse(name, "a positive step", shown(step, whole));
    }
    if (step == 0) {
      return;
    }
    if (!linear && step <= 1) {
      throw Cells.refuse(
          name, "a step above 1, for steps of a logarithmic scale multiply", shown(step, whole));
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
              + ", so it would have one value only; lower the step or fix the value");
    }
  }

  /** Formats a number as the user wrote it: integers without a decimal point. */
  private static String shown(double number, boolean whole) {
    return whole ? String.valueOf((long) number) : String.valueOf(number);
  }
}
