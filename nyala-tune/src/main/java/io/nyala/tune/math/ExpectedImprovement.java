// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/**
 * The logarithm of the expected improvement of a standard normal variable, which keeps its slope
 * even if the improvement itself is too small for a double.
 *
 * <p>S. Ament, S. Daulton, D. Eriksson, M. Balandat, E. Bakshy: Unexpected improvements to expected
 * improvement for Bayesian optimization; NeurIPS 2023, equation 9.
 */
public final class ExpectedImprovement {
  private static final double SQRT_HALF_PI = 1.25331413731550025121;
  private static final double ONE_OVER_SQRT_TWO_PI = 0.39894228040143267794;
  private static final double SCALED_BELOW = -1;
  private static final double SERIES_BELOW = -1000;

  private ExpectedImprovement() {}

  /** Returns {@code log(E[max(0, z + u)])} for a standard normal u. */
  public static double log(double z) {
    if (z > SCALED_BELOW) {
      return Math.log(z * Normal.cdf(z) + ONE_OVER_SQRT_TWO_PI * Math.exp(-0.5 * z * z));
    }
    return Normal.logDensity(z) + logOfRatio(z);
  }

  /** Returns the derivative of {@link #log} with respect to z, given its value. */
  public static double slope(double z, double log) {
    return Math.exp(Normal.logCdf(z) - log);
  }

  /** log(1 + z * cdf(z) / density(z)), below -1. */
  private static double logOfRatio(double z) {
    if (z < SERIES_BELOW) {
      // 1 - |z| * Mills' ratio is 1 / z^2 - 3 / z^4 + ...
      return -2 * Math.log(-z) + Math.log1p(-3 / (z * z));
    }
    double product = SQRT_HALF_PI * z * ErrorFunction.erfcx(-Normal.SQRT_HALF * z);
    return z < -12 ? Math.log(millsRemainder(z)) : Math.log1p(product);
  }

  /**
   * 1 - |z| * Mills' ratio by its asymptotic series, for arguments where the difference would lose
   * its digits.
   */
  private static double millsRemainder(double z) {
    double inverse = 1 / (z * z);
    double term = inverse;
    double sum = term;
    for (int k = 1; k < 60; k++) {
      double next = term * -(2 * k + 1) * inverse;
      if (Math.abs(next) >= Math.abs(term) || Math.abs(next) < 1e-17 * sum) {
        break;
      }
      term = next;
      sum += term;
    }
    return sum;
  }
}
