// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

/** Linear least squares by Householder reflections, with columns scaled to length 1. */
final class LeastSquares {
  /** Below this length of the rest of a scaled column, it depends on the columns before. */
  private static final double DEPENDENT = 1e-10;

  private final double[][] r;
  private final double[] scale;
  private final double[] rotated;

  /**
   * Decomposes a problem.
   *
   * @param columns the matrix, column by column; not changed
   * @param right the right-hand side
   */
  LeastSquares(double[][] columns, double[] right) {
    int k = columns.length;
    r = new double[k][];
    scale = new double[k];
    rotated = right.clone();
    for (int c = 0; c < k; c++) {
      scale[c] = norm(columns[c], 0);
      r[c] = columns[c].clone();
      for (int i = 0; i < r[c].length && scale[c] > 0; i++) {
        r[c][i] /= scale[c];
      }
    }
    for (int c = 0; c < k; c++) {
      reflect(c);
    }
  }

  private void reflect(int c) {
    double length = norm(r[c], c);
    if (length < DEPENDENT) {
      scale[c] = 0;
      return;
    }
    double[] v = r[c].clone();
    v[c] += Math.copySign(length, v[c]);
    double square = 0;
    for (int i = c; i < v.length; i++) {
      square += v[i] * v[i];
    }
    for (int j = c; j < r.length; j++) {
      apply(v, square, c, r[j]);
    }
    apply(v, square, c, rotated);
  }

  private static void apply(double[] v, double square, int from, double[] x) {
    double dot = 0;
    for (int i = from; i < v.length; i++) {
      dot += v[i] * x[i];
    }
    double factor = 2 * dot / square;
    for (int i = from; i < v.length; i++) {
      x[i] -= factor * v[i];
    }
  }

  private static double norm(double[] x, int from) {
    double sum = 0;
    for (int i = from; i < x.length; i++) {
      sum += x[i] * x[i];
    }
    return Math.sqrt(sum);
  }

  /** Returns the solution; a column that depends on those before it gets 0. */
  double[] solution() {
    return solve(rotated);
  }

  private double[] solve(double[] right) {
    double[] x = new double[r.length];
    for (int c = r.length - 1; c >= 0; c--) {
      if (scale[c] > 0) {
        double sum = right[c];
        for (int j = c + 1; j < r.length; j++) {
          sum -= r[j][c] * x[j];
        }
        x[c] = sum / r[c][c];
      }
    }
    for (int c = 0; c < x.length; c++) {
      x[c] = scale[c] > 0 ? x[c] / scale[c] : 0;
    }
    return x;
  }

  /** Returns whether a column depends on the columns before it. */
  boolean dependent(int column) {
    return scale[column] == 0;
  }

  /**
   * Returns the diagonal of the inverse of the normal matrix; NaN for dependent columns. Multiplied
   * by the variance of the residuals, they are the variances of the solution.
   */
  double[] inverseDiagonal() {
    double[] diagonal = new double[r.length];
    for (int c = 0; c < r.length; c++) {
      // Row c of the inverse of R, by solving R' z = unit vector c.
      double[] z = new double[r.length];
      double sum = 0;
      for (int i = 0; i < r.length; i++) {
        if (scale[i] > 0) {
          double value = i == c ? 1 : 0;
          for (int j = 0; j < i; j++) {
            value -= r[i][j] * z[j];
          }
          z[i] = value / r[i][i];
          sum += z[i] * z[i];
        }
      }
      diagonal[c] = scale[c] > 0 ? sum / (scale[c] * scale[c]) : Double.NaN;
    }
    return diagonal;
  }
}
