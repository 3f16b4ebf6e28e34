// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

/**
 * A forecast with its uncertainty. As in statsmodels, intervals assume normal errors and do not
 * include the uncertainty of the coefficients.
 *
 * @param mean the expected values, one for each step ahead
 * @param standardErrors the standard deviations of the forecast errors
 */
public record ArimaForecast(double[] mean, double[] standardErrors) {
  /**
   * Returns the lower ends of intervals.
   *
   * @param level the probability of an interval, for example 0.95
   * @throws IllegalArgumentException unless it is between 0 and 1
   */
  public double[] lower(double level) {
    return bound(-NormalQuantiles.twoSided(level));
  }

  /**
   * Returns the upper ends of intervals.
   *
   * @param level the probability of an interval, for example 0.95
   * @throws IllegalArgumentException unless it is between 0 and 1
   */
  public double[] upper(double level) {
    return bound(NormalQuantiles.twoSided(level));
  }

  private double[] bound(double deviations) {
    double[] bound = new double[mean.length];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = mean[i] + deviations * standardErrors[i];
    }
    return bound;
  }
}
