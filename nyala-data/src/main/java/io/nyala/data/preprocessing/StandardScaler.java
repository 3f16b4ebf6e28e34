// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.preprocessing;

import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * Scales every column to mean 0 and standard deviation 1: {@code x' = (x - mean) / sd}, with the
 * population standard deviation (divided by n), as in scikit-learn. A constant column becomes 0.
 */
public final class StandardScaler extends ColumnScaler {
  /** NumPy's {@code finfo(float64).eps}. */
  private static final double EPSILON = Math.ulp(1.0);

  private double[] mean;
  private double[] variance;
  private double[] scale;

  /** Creates a scaler that is not yet fitted. */
  public StandardScaler() {}

  /**
   * Returns a fitted scaler with these numbers, as returned by {@link #mean} and {@link #variance}.
   *
   * @throws IllegalArgumentException if their lengths differ
   */
  public static StandardScaler of(double[] mean, double[] variance) {
    if (mean.length != variance.length) {
      throw new IllegalArgumentException(
          "StandardScaler: got " + mean.length + " means and " + variance.length + " variances");
    }
    StandardScaler scaler = new StandardScaler();
    scaler.mean = mean.clone();
    scaler.variance = variance.clone();
    scaler.scale = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      scaler.scale[c] = variance[c] == 0 ? 1 : Math.sqrt(variance[c]);
    }
    scaler.set(scaler.mean, scaler.scale, new double[mean.length]);
    return scaler;
  }

  @Override
  void learn(float[] x, int rows, int columns) {
    mean = new double[columns];
    variance = new double[columns];
    double[] residue = new double[columns];
    scale = new double[columns];
    for (int i = 0; i < x.length; i++) {
      mean[i % columns] += x[i];
    }
    for (int c = 0; c < columns; c++) {
      mean[c] /= rows;
    }
    for (int i = 0; i < x.length; i++) {
      double d = x[i] - mean[i % columns];
      residue[i % columns] += d;
      variance[i % columns] += d * d;
    }
    for (int c = 0; c < columns; c++) {
      // Two passes; the second also corrects for the rounding error of the mean.
      variance[c] = (variance[c] - residue[c] * residue[c] / rows) / rows;
      double noise = rows * mean[c] * EPSILON;
      if (variance[c] <= rows * EPSILON * variance[c] + noise * noise) {
        variance[c] = 0;
      }
      scale[c] = variance[c] == 0 ? 1 : Math.sqrt(variance[c]);
    }
    set(mean, scale, new double[columns]);
  }

  @Override
  StandardScaler select(int[] which) {
    return of(pick(mean, which), pick(variance, which));
  }

  @Override
  public StandardScaler columnNames(List<String> columnNames) {
    super.columnNames(columnNames);
    return this;
  }

  @Override
  public StandardScaler fit(Tensor x) {
    super.fit(x);
    return this;
  }

  /**
   * Returns the mean of each column of the training rows.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public double[] mean() {
    expectFitted("mean");
    return mean.clone();
  }

  /**
   * Returns the population variance of each column of the training rows.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public double[] variance() {
    expectFitted("variance");
    return variance.clone();
  }

  /**
   * Returns the divisor of each column: its standard deviation, or 1 for a constant column.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  public double[] scale() {
    expectFitted("scale");
    return scale.clone();
  }
}
