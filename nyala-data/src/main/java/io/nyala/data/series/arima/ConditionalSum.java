// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The residuals of a regression with ARMA errors, and their exact derivatives. Residuals before the
 * first {@code condition} values are taken as zero.
 *
 * <p>Parameters are in the order of statsmodels: regression, ar, ma, seasonal ar, seasonal ma.
 */
final class ConditionalSum {
  private final ArimaOrder order;
  private final double[] changes;
  private final double[][] columns;
  private final int condition;

  /**
   * Creates the problem.
   *
   * @param order the order
   * @param values the series
   * @param columns the columns of the regression, as long as the series
   * @param condition the number of differenced values without residuals, at least {@link
   *     ArimaOrder#reach}
   */
  ConditionalSum(ArimaOrder order, double[] values, double[][] columns, int condition) {
    this.order = order;
    this.changes = order.difference(values);
    this.columns = Arrays.stream(columns).map(order::difference).toArray(double[][]::new);
    this.condition = condition;
  }

  double[] changes() {
    return changes;
  }

  double[][] columns() {
    return columns;
  }

  int residualCount() {
    return changes.length - condition;
  }

  double[] part(double[] params, Block block) {
    int from = block.from(order, columns.length);
    return Arrays.copyOfRange(params, from, from + block.size(order));
  }

  /** Returns 1 - ar.L1 B - ..., with the seasonal terms multiplied in. */
  double[] autoregressive(double[] params) {
    return Polynomials.multiply(ar(params), seasonalAr(params));
  }

  /** Returns 1 + ma.L1 B + ..., with the seasonal terms multiplied in. */
  double[] movingAverage(double[] params) {
    return Polynomials.multiply(ma(params), seasonalMa(params));
  }

  private double[] ar(double[] params) {
    return Polynomials.of(part(params, Block.AR), 1, -1);
  }

  private double[] ma(double[] params) {
    return Polynomials.of(part(params, Block.MA), 1, 1);
  }

  private double[] seasonalAr(double[] params) {
    return Polynomials.of(part(params, Block.SEASONAL_AR), order.period(), -1);
  }

  private double[] seasonalMa(double[] params) {
    return Polynomials.of(part(params, Block.SEASONAL_MA), order.period(), 1);
  }

  /** Returns the residuals of all differenced values; the first {@code condition} are zero. */
  double[] residuals(double[] params) {
    return filter(rest(params), autoregressive(params), movingAverage(params), 0);
  }

  /** Returns the differenced values without the regression. */
  private double[] rest(double[] params) {
    double[] rest = changes.clone();
    for (int c = 0; c < columns.length; c++) {
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= params[c] * columns[c][i];
      }
    }
    return rest;
  }

  /** Returns the derivatives of all residuals, a column for each parameter. */
  double[][] derivatives(double[] params, double[] residuals) {
    double[] ar = autoregressive(params);
    double[] ma = movingAverage(params);
    double[] rest = rest(params);
    double[][] derivatives = new double[params.length][];
    for (int c = 0; c < columns.length; c++) {
      derivatives[c] = negative(filter(columns[c], ar, ma, 0));
    }
    for (Block block : Block.values()) {
      boolean auto = block == Block.AR || block == Block.SEASONAL_AR;
      double[] cofactor =
          switch (block) {
            case AR -> seasonalAr(params);
            case MA -> seasonalMa(params);
            case SEASONAL_AR -> ar(params);
            case SEASONAL_MA -> ma(params);
          };
      int from = block.from(order, columns.length);
      for (int i = 0; i < block.size(order); i++) {
        int lag = (i + 1) * (block.seasonal() ? order.period() : 1);
        derivatives[from + i] = negative(filter(auto ? rest : residuals, cofactor, ma, lag));
      }
    }
    return derivatives;
  }

  private static double[] negative(double[] x) {
    return Arrays.stream(x).map(v -> -v).toArray();
  }

  /** Returns {@code B^lag numerator(B) / denominator(B) x}, zero before the first residual. */
  private double[] filter(double[] x, double[] numerator, double[] denominator, int lag) {
    // Seasonal polynomials are mostly zeros.
    int[] up = IntStream.range(0, numerator.length).filter(i -> numerator[i] != 0).toArray();
    int[] down = IntStream.range(1, denominator.length).filter(i -> denominator[i] != 0).toArray();
    double[] out = new double[x.length];
    for (int t = condition; t < x.length; t++) {
      double sum = 0;
      for (int i : up) {
        if (t - lag - i >= 0) {
          sum += numerator[i] * x[t - lag - i];
        }
      }
      for (int j : down) {
        if (t - j >= condition) {
          sum -= denominator[j] * out[t - j];
        }
      }
      out[t] = sum;
    }
    return out;
  }

  /** The groups of ARMA coefficients, in order. */
  enum Block {
    AR("ar.L"),
    MA("ma.L"),
    SEASONAL_AR("ar.S.L"),
    SEASONAL_MA("ma.S.L");

    private final String label;

    Block(String label) {
      this.label = label;
    }

    /** Returns the beginning of statsmodels' names; the lag follows. */
    String label() {
      return label;
    }

    boolean seasonal() {
      return this == SEASONAL_AR || this == SEASONAL_MA;
    }

    int size(ArimaOrder order) {
      return switch (this) {
        case AR -> order.p();
        case MA -> order.q();
        case SEASONAL_AR -> order.seasonalP();
        case SEASONAL_MA -> order.seasonalQ();
      };
    }

    int from(ArimaOrder order, int columns) {
      int from = columns;
      for (Block block : values()) {
        if (block == this) {
          return from;
        }
        from += block.size(order);
      }
      return from;
    }
  }
}
