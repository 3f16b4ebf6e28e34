// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/**
 * The numbers of a range in steps, which are added on a linear scale and multiplied on a
 * logarithmic one.
 */
record Steps(double min, double max, double step, Sampling sampling) {
  /** The rounding tolerance, in steps, between the end of a range and its last value. */
  private static final double ROUNDING = 1e-8;

  long count() {
    double steps =
        sampling == Sampling.LINEAR
            ? (max - min) / step
            : StrictMath.log(max / min) / StrictMath.log(step);
    return (long) (steps + ROUNDING) + 1;
  }

  double at(long index) {
    return switch (sampling) {
      case LINEAR -> min + index * step;
      case LOG -> min * StrictMath.pow(step, index);
      case REVERSE_LOG -> max + min - min * StrictMath.pow(step, count() - index - 1);
    };
  }

  /** Returns the index of the value nearest to this one. */
  long index(double value) {
    double steps =
        switch (sampling) {
          case LINEAR -> (value - min) / step;
          case LOG -> StrictMath.log(value / min) / StrictMath.log(step);
          case REVERSE_LOG ->
              count() - 1 - StrictMath.log((max - value + min) / min) / StrictMath.log(step);
        };
    return Math.round(steps);
  }
}
