// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

/** The scale on which a range of numbers is searched uniformly. */
public enum Sampling {
  /** Linear. */
  LINEAR {
    @Override
    double value(double p, double min, double max) {
      return p * (max - min) + min;
    }

    @Override
    double place(double value, double min, double max) {
      return (value - min) / (max - min);
    }
  },

  /** Logarithmic: as many trials from 0.001 to 0.01 as from 0.01 to 0.1. */
  LOG {
    @Override
    double value(double p, double min, double max) {
      return min * StrictMath.pow(max / min, p);
    }

    @Override
    double place(double value, double min, double max) {
      return StrictMath.log(value / min) / StrictMath.log(max / min);
    }
  },

  /** Logarithmic in the distance from the upper end: dense there, as for 0.9 to 0.999. */
  REVERSE_LOG {
    @Override
    double value(double p, double min, double max) {
      return max + min - min * StrictMath.pow(max / min, 1 - p);
    }

    @Override
    double place(double value, double min, double max) {
      return 1 - StrictMath.log((max + min - value) / min) / StrictMath.log(max / min);
    }
  };

  abstract double value(double p, double min, double max);

  abstract double place(double value, double min, double max);
}
