// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import java.util.Arrays;

/**
 * Polynomials in the lag operator, the coefficient of lag 0 first, and the parametrisation by
 * partial autocorrelations that keeps their roots outside the unit circle.
 */
final class Polynomials {
  private Polynomials() {}

  /** Returns {@code 1 + sign * (c[0] B^step + c[1] B^(2 step) + ...)}. */
  static double[] of(double[] coefficients, int step, int sign) {
    double[] polynomial = new double[coefficients.length * step + 1];
    polynomial[0] = 1;
    for (int i = 0; i < coefficients.length; i++) {
      polynomial[(i + 1) * step] = sign * coefficients[i];
    }
    return polynomial;
  }

  static double[] multiply(double[] a, double[] b) {
    double[] product = new double[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        product[i + j] += a[i] * b[j];
      }
    }
    return product;
  }

  /** Returns the first coefficients of the power series {@code numerator / denominator}. */
  static double[] divide(double[] numerator, double[] denominator, int terms) {
    double[] series = new double[terms];
    for (int i = 0; i < terms; i++) {
      double sum = i < numerator.length ? numerator[i] : 0;
      for (int j = 1; j < denominator.length && j <= i; j++) {
        sum -= denominator[j] * series[i - j];
      }
      series[i] = sum;
    }
    return series;
  }

  /**
   * Returns the autoregressive coefficients for any real numbers, by partial autocorrelations
   * {@code u / sqrt(1 + u * u)} and Levinson's recursion (Monahan 1984, as in statsmodels).
   */
  static double[] stationary(double[] free) {
    double[] phi = new double[free.length];
    for (int k = 0; k < phi.length; k++) {
      double partial = free[k] / Math.sqrt(1 + free[k] * free[k]);
      double[] before = phi.clone();
      for (int i = 0; i < k; i++) {
        phi[i] = before[i] - partial * before[k - 1 - i];
      }
      phi[k] = partial;
    }
    return phi;
  }

  /**
   * Returns the real numbers for autoregressive coefficients: the inverse of {@link #stationary}.
   * Coefficients that are not stationary, or almost not, are first shrunk until they are.
   */
  static double[] free(double[] coefficients) {
    double[] phi = coefficients.clone();
    for (int attempt = 0; ; attempt++) {
      double[] partials = partials(phi);
      if (Arrays.stream(partials).allMatch(r -> Math.abs(r) < 0.99)) {
        return Arrays.stream(partials).map(r -> r / Math.sqrt(1 - r * r)).toArray();
      }
      // Moving all roots outwards preserves the form of the polynomial.
      double shrink = 1;
      for (int i = 0; i < phi.length; i++) {
        shrink *= 0.95;
        phi[i] = attempt < 200 && Double.isFinite(phi[i]) ? phi[i] * shrink : 0;
      }
    }
  }

  /** Returns the partial autocorrelations; not all are within (-1, 1) unless it is stationary. */
  static double[] partials(double[] coefficients) {
    double[] partials = coefficients.clone();
    for (int k = partials.length - 1; k > 0; k--) {
      double partial = partials[k];
      double[] after = partials.clone();
      for (int i = 0; i < k; i++) {
        partials[i] = (after[i] + partial * after[k - 1 - i]) / (1 - partial * partial);
      }
    }
    return partials;
  }
}
