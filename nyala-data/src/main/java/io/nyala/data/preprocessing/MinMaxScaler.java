// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.preprocessing;

import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Scales every column to a range: {@code x' = (x - min) / (max - min) * (high - low) + low}, as in
 * scikit-learn. A constant column becomes {@code low}. Values outside the range of the training
 * rows are scaled beyond the range.
 */
public final class MinMaxScaler extends ColumnScaler {
  /** The bound below which a column counts as constant, as in scikit-learn. */
  private static final double CONSTANT = 10 * Math.ulp(1.0);

  private final double low;
  private final double high;
  private double[] min;
  private double[] max;

  /** Creates a scaler to the range [0, 1]. */
  public MinMaxScaler() {
    this(0, 1);
  }

  /**
   * Creates a scaler to a range.
   *
   * @throws IllegalArgumentException unless {@code low < high}
   */
  public MinMaxScaler(double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "MinMaxScaler: expected low < high, got low " + low + " and high " + high);
    }
    this.low = low;
    this.high = high;
  }

  @Override
  void learn(float[] x, int rows, int columns) {
    min = new double[columns];
    max = new double[columns];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      min[i % columns] = Math.min(min[i % columns], x[i]);
      max[i % columns] = Math.max(max[i % columns], x[i]);
    }
    accept();
  }

  private void accept() {
    double[] scale = new double[min.length];
    double[] offset = new double[min.length];
    for (int c = 0; c < min.length; c++) {
      double range = max[c] - min[c];
      scale[c] = (range < CONSTANT ? 1 : range) / (high - low);
      offset[c] = low;
    }
    set(min, scale, offset);
  }

  /**
   * Returns a fitted scaler with these numbers, as returned by {@link #min} and {@link #max}.
   *
   * @throws IllegalArgumentException if their lengths differ, or unless {@code low < high}
   */
  public static MinMaxScaler of(double[] min, double[] max, double low, double high) {
    if (min.length != max.length) {
      throw new IllegalArgumentException(
          "MinMaxScaler: got " + min.length + " minima and " + max.length + " maxima");
    }
    MinMaxScaler scaler = new MinMaxScaler(low, high);
    scaler.min = min.clone();
    scaler.max = max.clone();
    scaler.accept();
    return scaler;
  }

  @Override
  MinMaxScaler select(int[] which) {
    return of(pick(min, which), pick(max, which), low, high);
  }

  @Override
  public MinMaxScaler columnNames(List<String> columnNames) {
    super.columnNames(columnNames);
    return this;
  }

  @Override
  public MinMaxScaler fit(Tensor x) {
    super.fit(x);
    return this;
  }

  /**
   * Returns the minimum of each column of the training rows.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public double[] min() {
    expectFitted("min");
    return min.clone();
  }

  /**
   * Returns the maximum of each column of the training rows.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public double[] max() {
    expectFitted("max");
    return max.clone();
  }
}
