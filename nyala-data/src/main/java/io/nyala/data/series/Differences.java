// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;

/** Differencing of series, and its inverse. */
public final class Differences {
  private Differences() {}

  /**
   * Returns the difference between each value and the value {@code lag} steps before.
   *
   * @param values the levels
   * @param lag at least 1; the length of a season removes that season
   * @return {@code values.length - lag} changes
   * @throws DataException if there are not more than {@code lag} values
   */
  public static double[] difference(double[] values, int lag) {
    if (lag < 1 || values.length <= lag) {
      throw new DataException(
          "difference: expected a lag from 1 to one less than the number of values, got lag %d of"
                  .formatted(lag)
              + " "
              + values.length
              + " values");
    }
    double[] changes = new double[values.length - lag];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = values[i + lag] - values[i];
    }
    return changes;
  }

  /**
   * Returns the levels that follow the known ones: the inverse of {@link #difference}.
   *
   * @param known the levels before the first change, at least {@code lag}; the last ones are used
   * @param changes the changes, for example a forecast
   * @param lag the lag passed to {@link #difference}
   * @return as many levels as changes
   * @throws DataException if fewer than {@code lag} levels are known
   */
  public static double[] invert(double[] known, double[] changes, int lag) {
    if (lag < 1 || known.length < lag) {
      throw new DataException(
          "invert: needs the last %d levels, got %d".formatted(lag, known.length));
    }
    double[] levels = new double[changes.length];
    for (int i = 0; i < changes.length; i++) {
      double before = i < lag ? known[known.length - lag + i] : levels[i - lag];
      levels[i] = before + changes[i];
    }
    return levels;
  }
}
