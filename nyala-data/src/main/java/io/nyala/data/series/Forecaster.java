// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Tell the next values of a series from those so far. */
@FunctionalInterface
public interface Forecaster {
  /**
   * Forecasts.
   *
   * @param history all values so far, oldest first
   * @param horizon how many steps ahead
   * @return {@code horizon} values
   */
  double[] forecast(double[] history, int horizon);

  /** Returns the forecast that nothing changes: the baseline of every series. */
  static Forecaster persistence() {
    return seasonalNaive(1);
  }

  /**
   * Returns the forecast that the last season repeats.
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
   * Returns what forecasts several steps with a model of one: every forecast becomes part of the
   * history of the next.
   *
   * @param oneStep tells the next value
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
