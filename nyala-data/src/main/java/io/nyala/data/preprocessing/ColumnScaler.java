// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.preprocessing;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Scales every column by {@code x' = (x - shift) / scale + offset}, with parameters learned from
 * the training rows.
 *
 * <p>Call {@link #fit} (or {@link #fitTransform}) on the training rows only, then {@link
 * #transform} on these and all others. Data have shape {@code (rows, columns)}, or {@code (rows,)}
 * for a single column. Statistics and arithmetic are float64, results float32.
 */
public abstract class ColumnScaler {
  private List<String> names = List.of();
  private double[] shift;
  private double[] scale;
  private double[] offset;

  ColumnScaler() {}

  /** Learns from rows of shape {@code (rows, columns)}, replacing what was learned before. */
  abstract void learn(float[] x, int rows, int columns);

  final void set(double[] newShift, double[] newScale, double[] newOffset) {
    shift = newShift;
    scale = newScale;
    offset = newOffset;
  }

  /**
   * Sets the column names used in messages.
   *
   * @return this scaler
   */
  public ColumnScaler columnNames(List<String> columnNames) {
    names = List.copyOf(columnNames);
    return this;
  }

  /**
   * Learns from the training rows.
   *
   * @return this scaler
   * @throws DataException if there are no rows, a value is NaN or infinite (row and column are
   *     named), or the number of columns differs from the number of names
   */
  public ColumnScaler fit(Tensor x) {
    int columns = columns(x);
    if (!names.isEmpty() && names.size() != columns) {
      throw new DataException(
          name() + ": expected " + names.size() + " columns as named, got " + x.shape());
    }
    int rows = x.shape().dim(0);
    if (rows == 0) {
      throw new DataException(name() + ": cannot fit without rows, got " + x.shape());
    }
    float[] data = x.toFloats();
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        throw new DataException(
            "%s: cannot fit, row %d, column %s is %s; hint: drop or fill missing values first"
                .formatted(name(), i / columns, column(i % columns), data[i]));
      }
    }
    learn(data, rows, columns);
    return this;
  }

  /**
   * Returns the scaled data; NaN stays NaN.
   *
   * @throws IllegalStateException before {@link #fit}
   * @throws DataException if the number of columns differs from that of the training rows
   */
  public Tensor transform(Tensor x) {
    int columns = check(x, "transform");
    float[] data = x.toFloats();
    for (int i = 0; i < data.length; i++) {
      int c = i % columns;
      data[i] = (float) ((data[i] - shift[c]) / scale[c] + offset[c]);
    }
    return Tensor.of(x.shape(), data);
  }

  /** Learns from the training rows and returns them scaled. */
  public Tensor fitTransform(Tensor x) {
    return fit(x).transform(x);
  }

  /**
   * Converts scaled data back to the original units.
   *
   * @throws IllegalStateException before {@link #fit}
   * @throws DataException if the number of columns differs from that of the training rows
   */
  public Tensor inverseTransform(Tensor x) {
    int columns = check(x, "inverseTransform");
    float[] data = x.toFloats();
    for (int i = 0; i < data.length; i++) {
      int c = i % columns;
      data[i] = (float) ((data[i] - offset[c]) * scale[c] + shift[c]);
    }
    return Tensor.of(x.shape(), data);
  }

  /**
   * Returns a fitted scaler of some columns, for example to invert the scaling of one.
   *
   * @param columnNames the columns, in this order, of those set by {@link #columnNames}
   * @throws IllegalStateException before {@link #fit}
   * @throws DataException if there is no such column
   */
  public ColumnScaler columns(String... columnNames) {
    expectFitted("columns");
    int[] which = new int[columnNames.length];
    for (int i = 0; i < which.length; i++) {
      which[i] = names.indexOf(columnNames[i]);
      if (which[i] < 0) {
        throw new DataException(
            "%s: no column \"%s\"; the columns are %s".formatted(name(), columnNames[i], names));
      }
    }
    return select(which).columnNames(List.of(columnNames));
  }

  /** Returns a fitted scaler of the columns at these positions. */
  abstract ColumnScaler select(int[] which);

  static double[] pick(double[] from, int[] which) {
    return Arrays.stream(which).mapToDouble(c -> from[c]).toArray();
  }

  final void expectFitted(String call) {
    if (scale == null) {
      throw new IllegalStateException(
          name() + "." + call + "() before fit(); fit on the training rows first");
    }
  }

  private int check(Tensor x, String call) {
    expectFitted(call);
    int columns = columns(x);
    if (columns != scale.length) {
      throw new DataException(
          "%s: fitted on %d columns%s, got %d in %s"
              .formatted(
                  name(), scale.length, names.isEmpty() ? "" : " " + names, columns, x.shape()));
    }
    return columns;
  }

  private int columns(Tensor x) {
    int rank = x.shape().rank();
    if (rank != 1 && rank != 2) {
      throw new DataException(
          name() + ": expected shape (rows, columns) or (rows,), got " + x.shape());
    }
    return rank == 1 ? 1 : x.shape().dim(1);
  }

  private String column(int c) {
    return names.isEmpty() ? Integer.toString(c) : c + " (\"" + names.get(c) + "\")";
  }

  private String name() {
    return getClass().getSimpleName();
  }
}
