// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Forecasts the next values of a series from its history. */
@FunctionalInterface
public interface Forecaster {
  /**
   * Makes a forecast.
   *
   * @param history all values so far, oldest first
   * @param horizon the number of steps to forecast
   * @return {@code horizon} values
   */
  double[] forecast(double[] history, int horizon);

  /** Returns a forecaster that repeats the last value: the usual baseline. */
  static Forecaster persistence() {
    return seasonalNaive(1);
  }

  /**
   * Returns a forecaster that repeats the last season.
   *
   * @param period the length of a season in steps, for example 12 for months
   */
  static Forecaster seasonalNaive(int period) {
    return (history, horizon) -> {
      if (period < 1 || history.length < period) {
        throw new DataException(
            "seasonalNaive(%d) needs a whole season, got %d values"
                .formatted(period, history.length));
      }
      double[] next = new double[horizon];
      for (int i = 0; i < horizon; i++) {
        next[i] = history[history.length - period + i % period];
      }
      return next;
    };
  }

  /**
   * Returns a forecaster of several steps from a one-step model; each forecast is added to the
   * history for the next one.
   *
   * @param oneStep returns the next value
   */
  static Forecaster recursive(ToDoubleFunction<double[]> oneStep) {
    return (history, horizon) -> {
      double[] next = new double[horizon];
      for (int i = 0; i < horizon; i++) {
        double[] known = Arrays.copyOf(history, history.length + i);
        System.arraycopy(next, 0, known, history.length, i);
        next[i] = oneStep.applyAsDouble(known);
      }
      return next;
    };
  }
}
