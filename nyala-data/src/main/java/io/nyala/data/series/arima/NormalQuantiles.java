// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

/** Quantiles of the normal distribution. */
final class NormalQuantiles {
  private NormalQuantiles() {}

  /** Returns the number of standard deviations around the mean with this probability. */
  static double twoSided(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level: expected a number from 0 to 1, got " + level);
    }
    double low = 0;
    double high = 9;
    // The middle falls together with an end when no double is left between them.
    for (double middle = 4.5; low < middle && middle < high; middle = (low + high) / 2) {
      if (within(middle) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Returns the probability of less than {@code z} deviations, by a series of positive terms. */
  private static double within(double z) {
    double term = z;
    double sum = z;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return sum * Math.exp(-z * z / 2) * Math.sqrt(2 / Math.PI);
  }
}
