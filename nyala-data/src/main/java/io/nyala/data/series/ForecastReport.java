// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import java.util.Locale;

/**
 * Forecast errors, in the units of the series.
 *
 * @param forecasts the number of forecast values
 * @param rmse the root of the mean squared error
 * @param mae the mean absolute error
 * @param mape the mean absolute error relative to the value, in percent; infinite if a value is 0
 * @param mase the mean absolute error divided by that of the (seasonal) naive forecast of the
 *     training values: below 1 is better than naive; NaN if the training values never change
 */
public record ForecastReport(int forecasts, double rmse, double mae, double mape, double mase) {
  /**
   * Compares forecasts with actual values.
   *
   * @param actual the actual values
   * @param forecast the forecasts
   * @param training the preceding values, for MASE
   * @param period the season of MASE's naive forecast, 1 for none
   * @throws DataException if the numbers of values differ or are 0, or training is not longer than
   *     a season
   */
  public static ForecastReport of(
      double[] actual, double[] forecast, double[] training, int period) {
    if (actual.length != forecast.length || actual.length == 0) {
      throw new DataException(
          "ForecastReport: expected equal numbers of forecasts and values, got %d and %d"
              .formatted(forecast.length, actual.length));
    }
    double squared = 0;
    double absolute = 0;
    double relative = 0;
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(forecast[i] - actual[i]);
      squared += error * error;
      absolute += error;
      relative += error == 0 ? 0 : error / Math.abs(actual[i]);
    }
    double naive = 0;
    double[] changes = Differences.difference(training, period);
    for (double change : changes) {
      naive += Math.abs(change) / changes.length;
    }
    double mae = absolute / actual.length;
    return new ForecastReport(
        actual.length,
        Math.sqrt(squared / actual.length),
        mae,
        100 * relative / actual.length,
        naive == 0 ? Double.NaN : mae / naive);
  }

  /** Formats the errors in one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "RMSE %.4g, MAE %.4g, MAPE %.1f %%, MASE %.3f", rmse, mae, mape, mase);
  }
}
