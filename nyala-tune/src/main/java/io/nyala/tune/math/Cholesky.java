// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/**
 * Factors of symmetric positive definite matrices, as rows of lower triangles. All inner loops add
 * a multiple of one row to another, which the compiler turns into vector instructions.
 */
final class Cholesky {
  private Cholesky() {}

  /**
   * Replaces the lower triangle of a matrix by its factor L, {@code matrix = L L'}.
   *
   * @param rows row i has at least {@code i + 1} elements
   * @param column room for n elements
   * @return whether the matrix was positive definite; if not, the rows are of no use
   */
  static boolean factor(double[][] rows, int n, double[] column) {
    for (int k = 0; k < n; k++) {
      double pivot = rows[k][k];
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return false;
      }
      double root = Math.sqrt(pivot);
      rows[k][k] = root;
      for (int i = k + 1; i < n; i++) {
        double value = rows[i][k] / root;
        rows[i][k] = value;
        column[i] = value;
      }
      for (int i = k + 1; i < n; i++) {
        subtract(rows[i], column, column[i], k + 1, i + 1);
      }
    }
    return true;
  }

  /** Computes {@code row[from..to) -= factor * other[from..to)}. */
  private static void subtract(double[] row, double[] other, double factor, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] -= factor * other[j];
    }
  }

  /**
   * Computes rows of the inverse of a lower triangle.
   *
   * @param first the first row to compute; those before it are there
   */
  static void invert(double[][] lower, double[][] inverse, int first, int n) {
    for (int i = first; i < n; i++) {
      double[] row = inverse[i];
      for (int j = 0; j < i; j++) {
        row[j] = 0;
      }
      for (int j = 0; j < i; j++) {
        subtract(row, inverse[j], lower[i][j], 0, j + 1);
      }
      double pivot = 1 / lower[i][i];
      for (int j = 0; j < i; j++) {
        row[j] *= pivot;
      }
      row[i] = pivot;
    }
  }

  /** Computes the lower triangle of {@code V' V}, V lower triangular. */
  static void gram(double[][] lower, double[][] result, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        result[i][j] = 0;
      }
    }
    for (int k = 0; k < n; k++) {
      double[] row = lower[k];
      for (int i = 0; i <= k; i++) {
        subtract(result[i], row, -row[i], 0, i + 1);
      }
    }
  }

  /** Computes {@code result = V x}, V lower triangular. */
  static void times(double[][] lower, double[] x, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = dot(lower[i], x, i + 1);
    }
  }

  /** Computes {@code result = V' x}, V lower triangular. */
  static void transposedTimes(double[][] lower, double[] x, double[] result, int n) {
    for (int j = 0; j < n; j++) {
      result[j] = 0;
    }
    for (int i = 0; i < n; i++) {
      subtract(result, lower[i], -x[i], 0, i + 1);
    }
  }

  /** With four sums, so that additions need not wait for each other. */
  static double dot(double[] a, double[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
