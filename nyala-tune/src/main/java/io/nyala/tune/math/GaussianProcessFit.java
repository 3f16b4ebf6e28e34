// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * Finds the most probable parameters of a Gaussian process given observations: maximizes the
 * marginal likelihood times the priors of Optuna 5, with gradients with respect to the logarithms
 * of the parameters.
 *
 * <p>C. E. Rasmussen, C. K. I. Williams: Gaussian processes for machine learning (2006), equations
 * 5.8 and 5.9.
 */
public final class GaussianProcessFit {
  private static final double TOLERANCE = 1e-2;
  private static final int ITERATIONS = 200;

  /** Keeps exponentials finite; the priors keep the minimum far from this bound. */
  private static final double WIDEST = 30;

  private final int n;
  private final int axes;
  private final double[] y;

  /** For each axis and row, the squared distances to the previous rows. */
  private final double[][][] squares;

  private final double[][] factor;
  private final double[][] inverse;
  private final double[][] precision;

  /** The derivatives of the kernel with respect to the squared distance. */
  private final double[][] slopes;

  private final double[] weights;
  private final double[] half;

  /**
   * Creates a fit.
   *
   * @param x {@code [n][axes]} on the unit cube
   * @param labels for each axis, whether only equality matters
   * @param y the standardised values
   */
  public GaussianProcessFit(double[][] x, boolean[] labels, double[] y) {
    this.n = y.length;
    this.axes = labels.length;
    this.y = y;
    this.squares = new double[axes][n][];
    for (int a = 0; a < axes; a++) {
      for (int i = 0; i < n; i++) {
        squares[a][i] = new double[i];
        for (int j = 0; j < i; j++) {
          double distance = x[i][a] - x[j][a];
          squares[a][i][j] = labels[a] ? (distance == 0 ? 0 : 1) : distance * distance;
        }
      }
    }
    this.factor = triangle(n);
    this.inverse = triangle(n);
    this.precision = triangle(n);
    this.slopes = triangle(n);
    this.weights = new double[n];
    this.half = new double[n];
  }

  static double[][] triangle(int n) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[i + 1];
    }
    return rows;
  }

  /**
   * Finds the most probable parameters.
   *
   * @param start the initial parameters; {@link KernelParameters#initial} is used if these fail
   */
  public KernelParameters fit(KernelParameters start) {
    double[] low = new double[axes + 2];
    double[] high = new double[axes + 2];
    for (int i = 0; i < low.length; i++) {
      low[i] = -WIDEST;
      high[i] = WIDEST;
    }
    double[] raw = start.toRaw();
    double loss = BoxMinimizer.minimize(this::loss, raw, low, high, TOLERANCE, ITERATIONS);
    if (!Double.isFinite(loss)) {
      raw = KernelParameters.initial(axes).toRaw();
      BoxMinimizer.minimize(this::loss, raw, low, high, TOLERANCE, ITERATIONS);
    }
    return KernelParameters.ofRaw(raw);
  }

  /** Returns the negative log posterior, without constants. */
  double loss(double[] raw, double[] gradient) {
    KernelParameters p = KernelParameters.ofRaw(raw);
    covariance(p);
    if (!Cholesky.factor(factor, n)) {
      return Double.POSITIVE_INFINITY;
    }
    Cholesky.invert(factor, inverse, 0, n);
    Cholesky.times(inverse, y, half, n);
    Cholesky.transposedTimes(inverse, half, weights, n);
    Cholesky.gram(inverse, precision, n);
    double loss = 0.5 * Cholesky.dot(half, half, n);
    for (int i = 0; i < n; i++) {
      loss += Math.log(factor[i][i]);
    }
    likelihoodGradient(p, gradient);
    return loss + priors(p, gradient);
  }

  /** Fills the lower triangle of the covariance and the derivatives of the kernel. */
  private void covariance(KernelParameters p) {
    for (int i = 0; i < n; i++) {
      double[] row = factor[i];
      Arrays.fill(row, 0, i, 0);
      for (int a = 0; a < axes; a++) {
        double[] square = squares[a][i];
        double inverseSquare = p.inverseSquares()[a];
        for (int j = 0; j < i; j++) {
          row[j] += inverseSquare * square[j];
        }
      }
      double[] slope = slopes[i];
      for (int j = 0; j < i; j++) {
        double t = Math.sqrt(5 * row[j]);
        double e = p.scale() * Math.exp(-t);
        slope[j] = -5.0 / 6 * (1 + t) * e;
        row[j] = e * (5.0 / 3 * row[j] + t + 1);
      }
      row[i] = p.scale() + p.noise();
    }
  }

  private void likelihoodGradient(KernelParameters p, double[] gradient) {
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += precision[i][i] - weights[i] * weights[i];
    }
    // With respect to the scale: the derivative is the covariance without noise. Its product with
    // the precision needs no second matrix, because together with the noise it gives the unit
    // matrix.
    double fit = Cholesky.dot(half, half, n);
    gradient[axes] = 0.5 * (n - fit - p.noise() * trace);
    gradient[axes + 1] = 0.5 * trace * (p.noise() - KernelParameters.LEAST_NOISE);
    for (int i = 0; i < n; i++) {
      double[] slope = slopes[i];
      double[] row = precision[i];
      double weight = weights[i];
      for (int j = 0; j < i; j++) {
        slope[j] *= row[j] - weight * weights[j];
      }
    }
    for (int a = 0; a < axes; a++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += Cholesky.dot(slopes[i], squares[a][i], i);
      }
      gradient[a] = sum * p.inverseSquares()[a];
    }
  }

  /** Returns the negative log priors and adds their gradient. */
  private double priors(KernelParameters p, double[] gradient) {
    double loss = 0;
    for (int a = 0; a < axes; a++) {
      double inverseSquare = p.inverseSquares()[a];
      loss += 0.1 / inverseSquare + 0.1 * inverseSquare;
      gradient[a] += -0.1 / inverseSquare + 0.1 * inverseSquare;
    }
    // Gamma(2, 1) for the scale and Gamma(1.1, 30) for the noise.
    loss -= Math.log(p.scale()) - p.scale();
    gradient[axes] -= 1 - p.scale();
    loss -= 0.1 * Math.log(p.noise()) - 30 * p.noise();
    gradient[axes + 1] -= (0.1 / p.noise() - 30) * (p.noise() - KernelParameters.LEAST_NOISE);
    return loss;
  }
}
