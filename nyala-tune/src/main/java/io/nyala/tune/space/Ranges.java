// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** The checks of ranges of numbers, whole or not. */
final class Ranges {
  private Ranges() {}

  static void check(String name, double min, double max, double step, Sampling sampling) {
    if (!Double.isFinite(min) || !Double.isFinite(max) || !Double.isFinite(max - min)) {
      throw Cells.refuse(name, "a finite range", min + " to " + max);
    }
    if (min > max) {
      throw Cells.refuse(
          name,
          "the least value first, then the largest",
          min + " and " + max + ": nothing lies between");
    }
    boolean linear = sampling == Sampling.LINEAR;
    if (!linear && min <= 0) {
      throw new IllegalArgumentException(
          "hyperparameter \""
              + name
              + "\": a logarithmic scale needs a range above zero, got "
              + min
              + " to "
              + max
              + "; begin at a small positive number or search on a linear scale");
    }
    if (!Double.isFinite(step) || step < 0) {
      throw Cells.refuse(name, "a positive step", step);
    }
    if (step == 0) {
      return;
    }
    if (!linear && step <= 1) {
      throw Cells.refuse(name, "a step above 1, for steps of a logarithmic scale multiply", step);
    }
    boolean tooLarge = linear ? step > max - min : step > max / min;
    if (tooLarge && min < max) {
      throw new IllegalArgumentException(
          "hyperparameter \""
              + name
              + "\": the step "
              + step
              + " is larger than the range "
              + min
              + " to "
              + max
              + ", so it would have one value only; lower the step or fix the value");
    }
  }
}
