// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.series.Differences;
import java.util.Arrays;

/** Chooses the numbers of differences of a series. */
final class UnitRoots {
  /**
   * The 5 % point of the KPSS statistic for a constant level (Kwiatkowski et al. 1992, table 1).
   */
  private static final double LEVEL = 0.463;

  /** The strength from which a season is removed, as in R's forecast package. */
  private static final double STRONG = 0.64;

  private UnitRoots() {}

  /** Returns the least number of differences, at most 2, after which KPSS finds a level. */
  static int differences(double[] values) {
    double[] changes = values;
    int d = 0;
    while (d < 2 && changes.length > 10 && kpss(changes, lags(changes.length)) > LEVEL) {
      changes = Differences.difference(changes, 1);
      d++;
    }
    return d;
  }

  /** Returns the number of autocovariances that pmdarima and R use. */
  static int lags(int n) {
    return (int) (3 * Math.sqrt(n) / 13);
  }

  /** Returns the KPSS statistic for a level, with Bartlett's weights; 0 for a constant. */
  static double kpss(double[] values, int lags) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double[] rest = Arrays.stream(values).map(v -> v - mean).toArray();
    double partial = 0;
    double squares = 0;
    for (double value : rest) {
      partial += value;
      squares += partial * partial;
    }
    double variance = 0;
    for (int lag = 0; lag <= lags; lag++) {
      double product = 0;
      for (int t = lag; t < n; t++) {
        product += rest[t] * rest[t - lag];
      }
      variance += lag == 0 ? product : 2 * (1 - lag / (lags + 1.0)) * product;
    }
    return variance == 0 ? 0 : squares / n / variance;
  }

  /** Returns 1 if a season explains most of what a moving average leaves over, otherwise 0. */
  static int seasonalDifferences(double[] values, int period) {
    if (period < 2 || values.length < 3 * period) {
      return 0;
    }
    int half = period / 2;
    int n = values.length - 2 * half;
    double[] rest = new double[n];
    double[] season = new double[period];
    int[] counts = new int[period];
    for (int i = 0; i < n; i++) {
      double trend = 0;
      for (int j = -half; j <= half; j++) {
        // An even period has half a weight at both ends.
        boolean end = period % 2 == 0 && Math.abs(j) == half;
        trend += (end ? 0.5 : 1) * values[i + half + j] / period;
      }
      rest[i] = values[i + half] - trend;
      season[i % period] += rest[i];
      counts[i % period]++;
    }
    double[] noise = rest.clone();
    for (int i = 0; i < n; i++) {
      noise[i] -= season[i % period] / counts[i % period];
    }
    return 1 - variance(noise) / variance(rest) > STRONG ? 1 : 0;
  }

  private static double variance(double[] x) {
    double mean = Arrays.stream(x).average().orElse(0);
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
  }
}
