// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * Cholesky factors of symmetric positive definite matrices, as rows of lower triangles. All inner
 * loops add a multiple of one row to another, which the compiler vectorizes.
 */
final class Cholesky {
  private Cholesky() {}

  /**
   * Replaces the lower triangle of a matrix with its factor L, {@code matrix = L L'}.
   *
   * @param rows the rows; row i has at least {@code i + 1} elements
   * @return whether the matrix was positive definite; if not, the rows are undefined
   */
  static boolean factor(double[][] rows, int n) {
    double[][] columns = new double[4][n];
    int k = 0;
    for (; k + 4 <= n; k += 4) {
      for (int c = 0; c < 4; c++) {
        if (!column(rows, n, k + c, k + 4, columns[c])) {
          return false;
        }
      }
      for (int i = k + 4; i < n; i++) {
        add(
            rows[i],
            -columns[0][i],
            columns[0],
            -columns[1][i],
            columns[1],
            -columns[2][i],
            columns[2],
            -columns[3][i],
            columns[3],
            k + 4,
            i + 1);
      }
    }
    for (; k < n; k++) {
      if (!column(rows, n, k, n, columns[0])) {
        return false;
      }
    }
    return true;
  }

  /** Finishes column k and subtracts it from the following ones up to {@code end}. */
  private static boolean column(double[][] rows, int n, int k, int end, double[] column) {
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
      add(rows[i], -column[i], column, k + 1, Math.min(i + 1, end));
    }
    return true;
  }

  /** Computes {@code row[from..to) += factor * other[from..to)}. */
  private static void add(double[] row, double factor, double[] other, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] += factor * other[j];
    }
  }

  /**
   * Adds multiples of four rows at once, so that the sum is read and written once instead of four
   * times.
   */
  static void add(
      double[] row,
      double f0,
      double[] r0,
      double f1,
      double[] r1,
      double f2,
      double[] r2,
      double f3,
      double[] r3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      row[j] += f0 * r0[j] + f1 * r1[j] + (f2 * r2[j] + f3 * r3[j]);
    }
  }

  /**
   * Computes rows of the inverse of a lower triangle.
   *
   * @param first the first row to compute; the previous ones already exist
   */
  static void invert(double[][] lower, double[][] inverse, int first, int n) {
    for (int i = first; i < n; i++) {
      double[] row = inverse[i];
      double[] f = lower[i];
      Arrays.fill(row, 0, i, 0);
      int j = 0;
      for (; j + 4 <= i; j += 4) {
        add(
            row,
            f[j],
            inverse[j],
            f[j + 1],
            inverse[j + 1],
            f[j + 2],
            inverse[j + 2],
            f[j + 3],
            inverse[j + 3],
            0,
            j + 1);
        // Each row has one more element than the previous one.
        for (int r = j + 1; r < j + 4; r++) {
          add(row, f[r], inverse[r], j + 1, r + 1);
        }
      }
      for (; j < i; j++) {
        add(row, f[j], inverse[j], 0, j + 1);
      }
      double pivot = 1 / f[i];
      for (int c = 0; c < i; c++) {
        row[c] *= -pivot;
      }
      row[i] = pivot;
    }
  }

  /** Computes the lower triangle of {@code V' V} for a lower triangular V. */
  static void gram(double[][] v, double[][] result, int n) {
    for (int i = 0; i < n; i++) {
      double[] row = result[i];
      Arrays.fill(row, 0, i + 1, 0);
      int k = i;
      for (; k + 4 <= n; k += 4) {
        add(
            row,
            v[k][i],
            v[k],
            v[k + 1][i],
            v[k + 1],
            v[k + 2][i],
            v[k + 2],
            v[k + 3][i],
            v[k + 3],
            0,
            i + 1);
      }
      for (; k < n; k++) {
        add(row, v[k][i], v[k], 0, i + 1);
      }
    }
  }

  /** Computes {@code result = V x} for a lower triangular V. */
  static void times(double[][] lower, double[] x, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = dot(lower[i], x, i + 1);
    }
  }

  /** Computes {@code result = V' x} for a lower triangular V. */
  static void transposedTimes(double[][] lower, double[] x, double[] result, int n) {
    Arrays.fill(result, 0, n, 0);
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      add(
          result,
          x[i],
          lower[i],
          x[i + 1],
          lower[i + 1],
          x[i + 2],
          lower[i + 2],
          x[i + 3],
          lower[i + 3],
          0,
          i + 1);
      for (int r = i + 1; r < i + 4; r++) {
        add(result, x[r], lower[r], i + 1, r + 1);
      }
    }
    for (; i < n; i++) {
      add(result, x[i], lower[i], 0, i + 1);
    }
  }

  /** Uses four independent sums to hide the latency of additions. */
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
