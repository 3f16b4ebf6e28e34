// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * A Gaussian process conditioned on observations: mean and variance of a function on the unit cube,
 * with a Matern kernel of order 5/2 and a length scale per axis. For labels, only equality matters.
 *
 * <p>C. E. Rasmussen, C. K. I. Williams: Gaussian processes for machine learning (2006), algorithm
 * 2.1 and equation 4.17.
 */
public final class GaussianProcess {
  /** The number of points that are processed together. */
  private static final int BLOCK = 64;

  private final boolean[] labels;
  private final KernelParameters parameters;
  private double[][] x;
  private double[] y;
  private double[][] factor;
  private double[][] inverse;
  private double[] weights;
  private int n;

  /**
   * Creates a process from observations.
   *
   * @param x {@code [n][axes]}, not copied
   * @param labels for each axis, whether only equality matters
   * @param y {@code [n]}, kept
   * @throws IllegalArgumentException if the noise is too small for the observations to differ
   */
  public GaussianProcess(double[][] x, boolean[] labels, double[] y, KernelParameters parameters) {
    this.x = x;
    this.labels = labels;
    this.y = y;
    this.parameters = parameters;
    this.n = y.length;
    factor = GaussianProcessFit.triangle(n);
    inverse = GaussianProcessFit.triangle(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        factor[i][j] = kernel(x[i], x[j]);
      }
      factor[i][i] = parameters.scale() + parameters.noise();
    }
    if (!Cholesky.factor(factor, n)) {
      throw new IllegalArgumentException(
          "Gaussian process: the covariance of %d observations with noise %s has no factor"
              .formatted(n, parameters.noise()));
    }
    Cholesky.invert(factor, inverse, 0, n);
    solve();
  }

  /** Returns the number of observations. */
  public int size() {
    return n;
  }

  /** Returns the number of axes. */
  public int axes() {
    return labels.length;
  }

  /** Returns the parameters of the kernel. */
  public KernelParameters parameters() {
    return parameters;
  }

  /**
   * Returns this process with one more observation, whose value is the mean at that point, for a
   * trial that is still running. Takes time proportional to the square of n, not the cube.
   *
   * <p>D. Ginsbourger, R. Le Riche, L. Carraro: Kriging is well-suited to parallelize optimization
   * (2010), the kriging believer.
   */
  public GaussianProcess believing(double[] point) {
    GaussianProcess copy = new GaussianProcess(this, n + 1);
    double[] k = new double[n];
    double[] half = new double[n + 1];
    for (int i = 0; i < n; i++) {
      k[i] = kernel(point, x[i]);
    }
    Cholesky.times(inverse, k, half, n);
    double rest = parameters.scale() + parameters.noise() - Cholesky.dot(half, half, n);
    half[n] = Math.sqrt(Math.max(rest, KernelParameters.LEAST_NOISE));
    copy.x[n] = point;
    copy.y[n] = Cholesky.dot(k, weights, n);
    copy.factor[n] = half;
    copy.inverse[n] = new double[n + 1];
    Cholesky.invert(copy.factor, copy.inverse, n, n + 1);
    copy.solve();
    return copy;
  }

  private GaussianProcess(GaussianProcess other, int size) {
    labels = other.labels;
    parameters = other.parameters;
    n = size;
    x = Arrays.copyOf(other.x, size);
    y = Arrays.copyOf(other.y, size);
    factor = Arrays.copyOf(other.factor, size);
    inverse = Arrays.copyOf(other.inverse, size);
  }

  private void solve() {
    double[] half = new double[n];
    weights = new double[n];
    Cholesky.times(inverse, y, half, n);
    Cholesky.transposedTimes(inverse, half, weights, n);
  }

  private double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double distance = a[i] - b[i];
      double square = labels[i] ? (distance == 0 ? 0 : 1) : distance * distance;
      sum += parameters.inverseSquares()[i] * square;
    }
    return sum;
  }

  private double kernel(double[] a, double[] b) {
    return ofSquare(squaredDistance(a, b));
  }

  private double ofSquare(double square) {
    double t = Math.sqrt(5 * square);
    return parameters.scale() * Math.exp(-t) * (5.0 / 3 * square + t + 1);
  }

  /** Returns the mean of the function at a point. */
  public double mean(double[] point) {
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += kernel(point, x[i]) * weights[i];
    }
    return mean;
  }

  /** Returns the variance of the function at a point, excluding the noise; at least 0. */
  public double variance(double[] point) {
    double[] k = new double[n];
    double[] half = new double[n];
    for (int i = 0; i < n; i++) {
      k[i] = kernel(point, x[i]);
    }
    Cholesky.times(inverse, k, half, n);
    return Math.max(0, parameters.scale() - Cholesky.dot(half, half, n));
  }

  /** Buffers for the posterior and its gradients at successive points. */
  final class Slopes {
    double mean;
    double variance;
    final double[] meanSlope = new double[labels.length];
    final double[] varianceSlope = new double[labels.length];
    private final double[] k = new double[n];
    private final double[] slope = new double[n];
    private final double[] half = new double[n];
    private final double[] solved = new double[n];

    /**
     * Computes mean and variance, and their derivatives with respect to the coordinates; 0 for
     * labels.
     */
    void at(double[] point) {
      for (int i = 0; i < n; i++) {
        double square = squaredDistance(point, x[i]);
        double t = Math.sqrt(5 * square);
        double e = parameters.scale() * Math.exp(-t);
        k[i] = e * (5.0 / 3 * square + t + 1);
        slope[i] = -5.0 / 3 * (1 + t) * e;
      }
      mean = Cholesky.dot(k, weights, n);
      Cholesky.times(inverse, k, half, n);
      Cholesky.transposedTimes(inverse, half, solved, n);
      double unclamped = parameters.scale() - Cholesky.dot(half, half, n);
      variance = Math.max(0, unclamped);
      for (int a = 0; a < labels.length; a++) {
        meanSlope[a] = 0;
        varianceSlope[a] = 0;
        if (labels[a]) {
          continue;
        }
        double m = 0;
        double v = 0;
        for (int i = 0; i < n; i++) {
          double s = slope[i] * (point[a] - x[i][a]);
          m += s * weights[i];
          v -= 2 * s * solved[i];
        }
        meanSlope[a] = m * parameters.inverseSquares()[a];
        varianceSlope[a] = unclamped > 0 ? v * parameters.inverseSquares()[a] : 0;
      }
    }
  }

  /**
   * Computes means and variances of many points at once.
   *
   * @param points {@code [count * axes]}, one after the other
   */
  void posterior(double[] points, int count, double[] means, double[] variances) {
    double[][] k = new double[n][BLOCK];
    double[][] coordinates = new double[labels.length][BLOCK];
    double[] sum = new double[BLOCK];
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      for (int a = 0; a < labels.length; a++) {
        for (int b = 0; b < size; b++) {
          coordinates[a][b] = points[(from + b) * labels.length + a];
        }
      }
      Arrays.fill(sum, 0);
      for (int i = 0; i < n; i++) {
        kernels(coordinates, x[i], k[i]);
        addMultiple(sum, k[i], weights[i]);
      }
      System.arraycopy(sum, 0, means, from, size);
      Arrays.fill(variances, from, from + size, parameters.scale());
      for (int i = 0; i < n; i++) {
        half(inverse[i], k, i, sum);
        for (int b = 0; b < size; b++) {
          variances[from + b] -= sum[b] * sum[b];
        }
      }
      for (int b = 0; b < size; b++) {
        variances[from + b] = Math.max(0, variances[from + b]);
      }
    }
  }

  /** Computes the kernel between a block of points and an observation. */
  private void kernels(double[][] coordinates, double[] observation, double[] result) {
    Arrays.fill(result, 0);
    for (int a = 0; a < labels.length; a++) {
      double[] places = coordinates[a];
      double place = observation[a];
      double inverseSquare = parameters.inverseSquares()[a];
      if (labels[a]) {
        for (int b = 0; b < BLOCK; b++) {
          result[b] += places[b] == place ? 0 : inverseSquare;
        }
      } else {
        for (int b = 0; b < BLOCK; b++) {
          double distance = places[b] - place;
          result[b] += inverseSquare * (distance * distance);
        }
      }
    }
    for (int b = 0; b < BLOCK; b++) {
      result[b] = ofSquare(result[b]);
    }
  }

  /** Multiplies row i of the inverse factor by the kernels of a block. */
  private static void half(double[] row, double[][] k, int i, double[] sum) {
    Arrays.fill(sum, 0);
    int j = 0;
    for (; j + 4 <= i + 1; j += 4) {
      Cholesky.add(
          sum,
          row[j],
          k[j],
          row[j + 1],
          k[j + 1],
          row[j + 2],
          k[j + 2],
          row[j + 3],
          k[j + 3],
          0,
          BLOCK);
    }
    for (; j <= i; j++) {
      addMultiple(sum, k[j], row[j]);
    }
  }

  private static void addMultiple(double[] sum, double[] row, double factor) {
    for (int b = 0; b < sum.length; b++) {
      sum[b] += factor * row[b];
    }
  }
}
