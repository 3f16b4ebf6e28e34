// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.DataException;
import io.nyala.data.series.SeriesTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An ARIMA model: a regression whose errors are, after differencing, an autoregressive moving
 * average. The signs and the order of the coefficients are those of statsmodels' {@code ARIMA}:
 *
 * <pre>{@code
 * y = constant + coefficients * exogenous columns + u
 * (1 - ar.L1 B - ...)(1 - ar.S.L12 B^12 - ...) (1 - B)^d (1 - B^12)^D u
 *     = (1 + ma.L1 B + ...)(1 + ma.S.L12 B^12 + ...) e
 * }</pre>
 *
 * <p>Estimates minimise the conditional sum of squares: the squares of {@code e} after the values
 * that the autoregressive part needs, with {@code e = 0} before. statsmodels maximises the exact
 * likelihood instead; the estimates differ little in long series, and more in short ones and near
 * the border of invertibility. Stationarity and invertibility are enforced.
 *
 * <p>Objects are immutable.
 */
public final class Arima {
  private final ArimaOrder order;
  private final boolean constant;

  private Arima(ArimaOrder order, boolean constant) {
    this.order = order;
    this.constant = constant;
  }

  /**
   * Creates a model without seasons or constant.
   *
   * @param p the number of autoregressive terms
   * @param d the number of differences
   * @param q the number of moving average terms
   * @throws DataException if one is negative
   */
  public static Arima of(int p, int d, int q) {
    return of(new ArimaOrder(p, d, q, 0, 0, 0, 1));
  }

  /** Creates a model of an order, without a constant. */
  public static Arima of(ArimaOrder order) {
    return new Arima(order, false);
  }

  /** Returns a search for the order with the least Akaike criterion. */
  public static AutoArima auto() {
    return new AutoArima();
  }

  /**
   * Returns this model with seasonal terms.
   *
   * @param p the number of seasonal autoregressive terms
   * @param d the number of differences between seasons
   * @param q the number of seasonal moving average terms
   * @param period the length of a season in steps, for example 12 for months
   * @throws DataException if a number is negative, or the period is below 2
   */
  public Arima seasonal(int p, int d, int q, int period) {
    return new Arima(new ArimaOrder(order.p(), order.d(), order.q(), p, d, q, period), constant);
  }

  /**
   * Returns this model with a constant: the mean of the series or, with one difference, the drift
   * per step.
   *
   * @throws DataException if the model has more than one difference
   */
  public Arima constant() {
    if (order.d() + order.seasonalD() > 1) {
      throw new DataException(
          "ARIMA%s: with more than one difference a constant would be a trend of higher order"
              .formatted(order));
    }
    return new Arima(order, true);
  }

  /** Returns the order. */
  public ArimaOrder order() {
    return order;
  }

  /**
   * Estimates the model.
   *
   * @param values the series, oldest first
   * @throws DataException if there are too few values, or one is not finite
   */
  public ArimaFit fit(double[] values) {
    return fit(new Regression(values, List.of(), new double[0][]), order.reach());
  }

  /**
   * Estimates the model with exogenous columns (ARIMAX).
   *
   * @param series the series
   * @param target the column to model
   * @param exogenous the columns of the regression; the name of a calendar feature stands for both
   *     of its columns
   * @throws DataException if a column is missing, there are too few rows, or a column is constant
   *     after differencing or a combination of others
   */
  public ArimaFit fit(SeriesTable series, String target, String... exogenous) {
    return fit(Regression.of(series, target, exogenous), order.reach());
  }

  ArimaFit fit(Regression data, int condition) {
    Regression full = data.withTrend(order, constant);
    int parameters = full.names().size() + order.terms();
    int residuals = full.values().length - order.lost() - condition;
    if (residuals < parameters + 2) {
      throw new DataException(
          "ARIMA%s: %d values leave %d residuals for %d parameters; use a smaller order or a longer"
                  .formatted(order, full.values().length, residuals, parameters)
              + " series");
    }
    ConditionalSum sum = new ConditionalSum(order, full.values(), full.columns(), condition);
    double[] regression = regression(sum, full.names());
    Minimizer minimizer = new Minimizer(sum, order);
    Minimizer.Minimum minimum =
        minimizer.best(
            Arrays.copyOf(regression, parameters), HannanRissanen.start(order, sum, regression));
    return new ArimaFit(order, full, sum, minimum, minimizer.atBorder(minimum.params()));
  }

  private double[] regression(ConditionalSum sum, List<String> names) {
    LeastSquares squares = new LeastSquares(sum.columns(), sum.changes());
    IntStream.range(0, names.size())
        .filter(squares::dependent)
        .findFirst()
        .ifPresent(
            c -> {
              throw new DataException(
                  "ARIMA%s: column \"%s\" is zero after differencing, or a combination of %s; hint:"
                          .formatted(order, names.get(c), names.subList(0, c))
                      + " leave it out");
            });
    return squares.solution();
  }

  /** Formats as {@code ARIMA(2, 0, 1) with a constant}. */
  @Override
  public String toString() {
    return "ARIMA" + order + (constant ? " with a constant" : "");
  }
}
