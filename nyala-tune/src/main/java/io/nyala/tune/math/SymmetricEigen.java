// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/**
 * Eigenvalues and eigenvectors of small symmetric matrices by Jacobi rotations in a fixed order. It
 * is accurate to the last digits but slower than other methods from about a hundred rows.
 *
 * <p>G. H. Golub, C. F. Van Loan: Matrix computations (2013), section 8.5.
 */
final class SymmetricEigen {
  private static final int SWEEPS = 60;

  private SymmetricEigen() {}

  /**
   * Computes the decomposition.
   *
   * @param a {@code [n][n]}; its diagonal receives the eigenvalues, in no particular order
   * @param vectors {@code [n][n]}; receives the eigenvectors as columns
   */
  static void of(double[][] a, double[][] vectors) {
    int n = a.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        vectors[i][j] = i == j ? 1 : 0;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean rotated = false;
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          if (Math.abs(a[p][q]) > 1e-17 * Math.sqrt(Math.abs(a[p][p] * a[q][q])) && a[p][q] != 0) {
            rotate(a, vectors, p, q);
            rotated = true;
          }
        }
      }
      if (!rotated) {
        return;
      }
    }
  }

  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    int n = a.length;
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.signum(theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    if (theta == 0) {
      t = 1;
    }
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    double change = t * a[p][q];
    a[p][p] -= change;
    a[q][q] += change;
    a[p][q] = 0;
    a[q][p] = 0;
    for (int k = 0; k < n; k++) {
      if (k != p && k != q) {
        double kp = a[k][p];
        double kq = a[k][q];
        a[k][p] = c * kp - s * kq;
        a[k][q] = s * kp + c * kq;
        a[p][k] = a[k][p];
        a[q][k] = a[k][q];
      }
      double vp = vectors[k][p];
      double vq = vectors[k][q];
      vectors[k][p] = c * vp - s * vq;
      vectors[k][q] = s * vp + c * vq;
    }
  }
}
