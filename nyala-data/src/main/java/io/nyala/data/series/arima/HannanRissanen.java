// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.series.arima.ConditionalSum.Block;
import java.util.Arrays;

/**
 * Start values by two regressions (Hannan and Rissanen 1982): a long autoregression estimates the
 * errors, then values are regressed on past values and past errors.
 */
final class HannanRissanen {
  private HannanRissanen() {}

  /**
   * Returns start values.
   *
   * @param order the order
   * @param sum the problem
   * @param regression the least squares of the regression without ARMA errors
   */
  static double[] start(ArimaOrder order, ConditionalSum sum, double[] regression) {
    double[] start = Arrays.copyOf(regression, regression.length + order.terms());
    double[] values = sum.changes().clone();
    for (int c = 0; c < regression.length; c++) {
      for (int i = 0; i < values.length; i++) {
        values[i] -= regression[c] * sum.columns()[c][i];
      }
    }
    int reach = Math.max(order.reach(), order.q() + order.seasonalQ() * order.period());
    int longest =
        Math.max(2 * Math.max(order.p(), order.q()), (int) (10 * Math.log10(values.length)));
    longest = Math.min(Math.max(longest, reach), values.length / 4);
    if (order.terms() == 0 || values.length - reach - longest < 2 * order.terms()) {
      return start;
    }
    double[][] past = new double[longest][];
    Arrays.setAll(past, i -> lagged(values, i + 1));
    double[] auto = regress(values, past, longest);
    double[] errors = new double[values.length];
    for (int t = longest; t < values.length; t++) {
      errors[t] = values[t];
      for (int i = 0; i < longest; i++) {
        errors[t] -= auto[i] * values[t - i - 1];
      }
    }
    double[][] terms = new double[order.terms()][];
    int at = 0;
    for (Block block : Block.values()) {
      boolean ar = block == Block.AR || block == Block.SEASONAL_AR;
      for (int i = 1; i <= block.size(order); i++) {
        terms[at++] = lagged(ar ? values : errors, i * (block.seasonal() ? order.period() : 1));
      }
    }
    double[] found = regress(values, terms, longest + reach);
    System.arraycopy(found, 0, start, regression.length, found.length);
    return start;
  }

  private static double[] lagged(double[] values, int lag) {
    double[] lagged = new double[values.length];
    System.arraycopy(values, 0, lagged, lag, values.length - lag);
    return lagged;
  }

  private static double[] regress(double[] values, double[][] columns, int from) {
    int n = values.length;
    return new LeastSquares(
            Arrays.stream(columns)
                .map(c -> Arrays.copyOfRange(c, from, n))
                .toArray(double[][]::new),
            Arrays.copyOfRange(values, from, n))
        .solution();
  }
}
