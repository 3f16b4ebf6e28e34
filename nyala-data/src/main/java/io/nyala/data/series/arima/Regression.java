// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.DataException;
import io.nyala.data.series.SeriesTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A series with the columns that explain it.
 *
 * @param values the series
 * @param names the names of the columns
 * @param columns the columns, as long as the series
 */
record Regression(double[] values, List<String> names, double[][] columns) {
  private static final String MEAN = "constant";
  private static final String DRIFT = "drift";

  Regression {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new DataException("ARIMA: value %d is %s; fill it first".formatted(i, values[i]));
      }
    }
  }

  static Regression of(SeriesTable series, String target, String... exogenous) {
    List<String> names = series.expand(exogenous);
    return new Regression(
        series.values(target), names, names.stream().map(series::values).toArray(double[][]::new));
  }

  /** Returns these data with a first column for the mean or the drift. */
  Regression withTrend(ArimaOrder order, boolean constant) {
    if (!constant) {
      return this;
    }
    List<String> more = new ArrayList<>(names);
    more.addFirst(order.d() + order.seasonalD() == 0 ? MEAN : DRIFT);
    double[][] all = new double[columns.length + 1][];
    System.arraycopy(columns, 0, all, 1, columns.length);
    all[0] = trend(more.getFirst(), values.length);
    return new Regression(values, more, all);
  }

  private static double[] trend(String name, int n) {
    double[] trend = new double[n];
    Arrays.setAll(trend, i -> name.equals(MEAN) ? 1 : i + 1);
    return trend;
  }

  /** Returns the values without what a regression on a constant and the columns explains. */
  double[] unexplained() {
    Regression full = withTrend(new ArimaOrder(0, 0, 0, 0, 0, 0, 1), true);
    double[] params = new LeastSquares(full.columns, values).solution();
    double[] level = full.level(params, List.of(columns), 0);
    double[] rest = new double[values.length];
    Arrays.setAll(rest, i -> values[i] - level[i]);
    return rest;
  }

  /** Returns whether a column is the mean or the drift. */
  static boolean isTrend(String name) {
    return name.equals(MEAN) || name.equals(DRIFT);
  }

  /** Returns the names of the columns that are not the mean or the drift. */
  List<String> exogenous() {
    return names.stream().filter(name -> !isTrend(name)).toList();
  }

  /** Returns other values with the same kinds of columns. */
  Regression like(double[] others, List<double[]> exogenous) {
    double[][] all = new double[names.size()][];
    int at = 0;
    for (int c = 0; c < all.length; c++) {
      all[c] = isTrend(names.get(c)) ? trend(names.get(c), others.length) : exogenous.get(at++);
    }
    return new Regression(others, names, all);
  }

  /** Returns the regression, for the rows of the series and {@code future} more. */
  double[] level(double[] params, List<double[]> future, int ahead) {
    double[] level = new double[values.length + ahead];
    int at = 0;
    for (int c = 0; c < columns.length; c++) {
      boolean trend = isTrend(names.get(c));
      double[] more = trend ? trend(names.get(c), level.length) : future.get(at++);
      for (int i = 0; i < level.length; i++) {
        double x = i < values.length ? columns[c][i] : more[trend ? i : i - values.length];
        level[i] += params[c] * x;
      }
    }
    return level;
  }
}
