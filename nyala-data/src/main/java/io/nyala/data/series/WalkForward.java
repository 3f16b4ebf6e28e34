// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import java.util.Arrays;

/**
 * Walk-forward validation: each forecast uses only the values before it. Everything that is learned
 * must come from the values before {@code start}.
 *
 * @param actual the actual values, one row for each forecast, {@code [origins][horizon]}
 * @param forecast the forecasts, in the same shape
 * @param training the values before the first forecast
 * @param period the length of the season for MASE
 */
public record WalkForward(double[][] actual, double[][] forecast, double[] training, int period) {

  /**
   * Makes forecasts from step {@code start} on, at every {@code stride}-th step.
   *
   * @param values the whole series
   * @param start the first step to forecast, at least 1
   * @param horizon the number of steps in each forecast
   * @param stride the number of steps between forecasts
   * @param period the length of the season for MASE, 1 for none
   * @param forecaster the forecaster
   * @throws DataException if no forecast fits into the series, or one has another length
   */
  public static WalkForward run(
      double[] values, int start, int horizon, int stride, int period, Forecaster forecaster) {
    int origins = start < 1 || stride < 1 ? 0 : (values.length - horizon - start) / stride + 1;
    if (horizon < 1 || origins < 1 || start + horizon > values.length) {
      throw new DataException(
          "WalkForward: no forecast of %d steps from step %d (stride %d) fits into %d values"
              .formatted(horizon, start, stride, values.length));
    }
    double[][] actual = new double[origins][];
    double[][] forecast = new double[origins][];
    for (int i = 0; i < origins; i++) {
      int now = start + i * stride;
      actual[i] = Arrays.copyOfRange(values, now, now + horizon);
      forecast[i] = forecaster.forecast(Arrays.copyOf(values, now), horizon);
      if (forecast[i].length != horizon) {
        throw new DataException(
            "WalkForward: expected a forecast of %d steps, got %d"
                .formatted(horizon, forecast[i].length));
      }
    }
    return new WalkForward(actual, forecast, Arrays.copyOf(values, start), period);
  }

  /** Returns the errors over all steps. */
  public ForecastReport report() {
    return ForecastReport.of(flat(actual), flat(forecast), training, period);
  }

  /** Returns the errors of forecasts this number of steps ahead, 1 for the next step. */
  public ForecastReport report(int ahead) {
    return ForecastReport.of(
        Arrays.stream(actual).mapToDouble(row -> row[ahead - 1]).toArray(),
        Arrays.stream(forecast).mapToDouble(row -> row[ahead - 1]).toArray(),
        training,
        period);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
