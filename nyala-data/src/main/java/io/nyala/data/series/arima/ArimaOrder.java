// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.DataException;
import io.nyala.data.series.Differences;

/**
 * The order of an ARIMA model, written (p, d, q)(P, D, Q)[period].
 *
 * @param p the number of autoregressive terms
 * @param d the number of differences between neighbours
 * @param q the number of moving average terms
 * @param seasonalP the number of seasonal autoregressive terms
 * @param seasonalD the number of differences between seasons
 * @param seasonalQ the number of seasonal moving average terms
 * @param period the length of a season in steps; 1 for none
 */
public record ArimaOrder(
    int p, int d, int q, int seasonalP, int seasonalD, int seasonalQ, int period) {
  /**
   * Checks the order.
   *
   * @throws DataException if a number is negative, or there are seasonal terms but no period
   */
  public ArimaOrder {
    if (p < 0 || d < 0 || q < 0 || seasonalP < 0 || seasonalD < 0 || seasonalQ < 0) {
      throw new DataException(
          "ARIMA: expected an order without negative numbers, got (%d, %d, %d)(%d, %d, %d)"
              .formatted(p, d, q, seasonalP, seasonalD, seasonalQ));
    }
    if (period < 1 || period == 1 && seasonalP + seasonalD + seasonalQ > 0) {
      throw new DataException(
          "ARIMA: a seasonal order needs a period of 2 or more steps, got " + period);
    }
  }

  /** Returns the number of autoregressive and moving average coefficients. */
  int terms() {
    return p + q + seasonalP + seasonalQ;
  }

  /** Returns the number of values lost by differencing. */
  int lost() {
    return d + seasonalD * period;
  }

  /** Returns the number of past values that the autoregressive part needs. */
  int reach() {
    return p + seasonalP * period;
  }

  /** Returns the differences of a series, as the ARMA part models them. */
  double[] difference(double[] values) {
    double[] changes = values;
    for (int i = 0; i < d; i++) {
      changes = Differences.difference(changes, 1);
    }
    for (int i = 0; i < seasonalD; i++) {
      changes = Differences.difference(changes, period);
    }
    return changes;
  }

  /** Returns the polynomial in the lag that takes the differences. */
  double[] differencing() {
    double[] polynomial = {1};
    for (int i = 0; i < d; i++) {
      polynomial = Polynomials.multiply(polynomial, Polynomials.of(new double[] {1}, 1, -1));
    }
    for (int i = 0; i < seasonalD; i++) {
      polynomial = Polynomials.multiply(polynomial, Polynomials.of(new double[] {1}, period, -1));
    }
    return polynomial;
  }

  /** Formats as {@code (0, 1, 1)(0, 1, 1)[12]}, or {@code (2, 0, 1)} without seasonal terms. */
  @Override
  public String toString() {
    String order = "(%d, %d, %d)".formatted(p, d, q);
    return seasonalP + seasonalD + seasonalQ == 0
        ? order
        : order + "(%d, %d, %d)[%d]".formatted(seasonalP, seasonalD, seasonalQ, period);
  }
}
