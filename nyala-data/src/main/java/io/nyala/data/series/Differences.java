// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;

/** Changes instead of levels, and back. */
public final class Differences {
  private Differences() {}

  /**
   * Returns each value less the one {@code lag} steps before it.
   *
   * @param values the levels
   * @param lag at least 1; the season's length takes a season out
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
   * Returns the levels that follow what is known: the inverse of {@link #difference}.
   *
   * @param known levels before the first change, at least {@code lag} of them; the last count
   * @param changes the changes, for example forecast
   * @param lag as it was for {@link #difference}
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
