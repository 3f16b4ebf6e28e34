// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.Arrays;

/** Statistics of numbers, computed as pandas does. */
final class NumberStatistics {
  private NumberStatistics() {}

  /**
   * Returns a quantile, interpolated between the two nearest values.
   *
   * @param sorted ascending; NaN is returned if there are none
   * @param share from 0 to 1
   */
  static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = share * (sorted.length - 1);
    int below = (int) at;
    double part = at - below;
    return part == 0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
  }

  /** Returns the mean, NaN without values. */
  static double mean(double... values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Returns the standard deviation of a sample (divided by n - 1), NaN for fewer than 2 values. */
  static double std(double... values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }
}
