// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cross-validation of rows in chronological order: each test part follows its training rows. The
 * splits match scikit-learn's.
 */
public final class TimeSeriesSplit {
  private final int splits;
  private final int gap;
  private final int testRows;
  private final int mostTrainRows;

  private TimeSeriesSplit(int splits, int gap, int testRows, int mostTrainRows) {
    if (splits < 2 || gap < 0 || testRows < 0 || mostTrainRows < 1) {
      throw new IllegalArgumentException(
          "TimeSeriesSplit: expected at least 2 splits, a gap of at least 0 and at least 1 row, got %d splits, a gap of %d, %d test rows and %d training rows"
              .formatted(splits, gap, testRows, mostTrainRows));
    }
    this.splits = splits;
    this.gap = gap;
    this.testRows = testRows;
    this.mostTrainRows = mostTrainRows;
  }

  /**
   * Creates the splits: test parts of {@code rows / (splits + 1)} rows at the end.
   *
   * @throws IllegalArgumentException if there are fewer than 2
   */
  public static TimeSeriesSplit of(int splits) {
    return new TimeSeriesSplit(splits, 0, 0, Integer.MAX_VALUE);
  }

  /** Returns a copy that leaves out this number of rows between training and test. */
  public TimeSeriesSplit gap(int rows) {
    return new TimeSeriesSplit(splits, rows, testRows, mostTrainRows);
  }

  /** Returns a copy with this number of rows in a test part. */
  public TimeSeriesSplit testRows(int rows) {
    return new TimeSeriesSplit(splits, gap, rows, mostTrainRows);
  }

  /** Returns a copy that trains on at most this number of rows, the latest ones. */
  public TimeSeriesSplit mostTrainRows(int rows) {
    return new TimeSeriesSplit(splits, gap, testRows, rows);
  }

  /**
   * Returns the splits of this number of rows, earliest test part first.
   *
   * @throws DataException if a split would have no row to train on or to test on
   */
  public List<Fold> split(int rows) {
    int size = testRows > 0 ? testRows : rows / (splits + 1);
    int first = rows - splits * size;
    if (size < 1 || first - gap < 1) {
      throw new DataException(
          ("TimeSeriesSplit: %d splits with %d test rows and a gap of %d leave no training rows "
                  + "out of %d rows; use fewer splits or test rows")
              .formatted(splits, size, gap, rows));
    }
    List<Fold> folds = new ArrayList<>();
    for (int start = first; start < rows; start += size) {
      int end = start - gap;
      int from = Math.max(0, end - mostTrainRows);
      folds.add(
          new Fold(
              IntStream.range(from, end).toArray(),
              IntStream.range(start, start + size).toArray()));
    }
    return folds;
  }
}
