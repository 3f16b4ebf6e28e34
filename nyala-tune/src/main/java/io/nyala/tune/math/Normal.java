// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/** The standard normal distribution, accurate far into both tails. */
public final class Normal {
  /** {@code log(sqrt(2 pi))}. */
  static final double LOG_SQRT_TWO_PI = 0.91893853320467274178;

  static final double SQRT_HALF = 0.70710678118654752440;
  private static final double LOG_HALF = -0.69314718055994530942;

  /** The logarithm below which Newton's method replaces the rational approximation. */
  private static final double END_OF_FIT = -700;

  private static final int MOST_STEPS = 100;

  private Normal() {}

  /** Returns the logarithm of the density at x. */
  public static double logDensity(double x) {
    return -0.5 * x * x - LOG_SQRT_TWO_PI;
  }

  /** Returns the probability below x. */
  public static double cdf(double x) {
    return 0.5 * ErrorFunction.erfc(-x * SQRT_HALF);
  }

  /** Returns the logarithm of the probability below x; finite unless the square of x overflows. */
  public static double logCdf(double x) {
    if (x > 0) {
      return Math.log1p(-0.5 * ErrorFunction.erfc(x * SQRT_HALF));
    }
    if (x > -1) {
      return Math.log(0.5 * ErrorFunction.erfc(-x * SQRT_HALF));
    }
    return Math.log(0.5 * ErrorFunction.erfcx(-x * SQRT_HALF)) - 0.5 * x * x;
  }

  /**
   * Returns the quantile of a probability: the inverse of {@link #cdf}.
   *
   * @param probability 0 to 1; the ends give the infinities
   */
  public static double quantile(double probability) {
    if (Math.abs(probability - 0.5) <= NormalQuantile.CENTRE) {
      return NormalQuantile.central(probability - 0.5);
    }
    return probability < 0.5
        ? quantileOfLog(Math.log(probability))
        : -quantileOfLog(Math.log1p(-probability));
  }

  /**
   * Returns the x whose probability has this logarithm: the inverse of {@link #logCdf}.
   *
   * @param logProbability at most 0; minus infinity gives minus infinity, 0 infinity
   */
  public static double quantileOfLog(double logProbability) {
    if (logProbability == Double.NEGATIVE_INFINITY) {
      return Double.NEGATIVE_INFINITY;
    }
    if (logProbability >= 0) {
      return logProbability == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    // Always solved in the lower tail, because there are no significant digits near probability 1.
    if (logProbability > LOG_HALF) {
      return -lowerQuantile(Math.log(-Math.expm1(logProbability)));
    }
    return lowerQuantile(logProbability);
  }

  private static double lowerQuantile(double y) {
    double probability = Math.exp(y);
    if (0.5 - probability <= NormalQuantile.CENTRE) {
      return NormalQuantile.central(probability - 0.5);
    }
    return y >= END_OF_FIT ? NormalQuantile.lowerTail(Math.sqrt(-y)) : newton(y);
  }

  /** Newton's method on logCdf, which is concave and almost a parabola, so a few steps suffice. */
  private static double newton(double y) {
    double x = -Math.sqrt(-2 * (y + LOG_SQRT_TWO_PI));
    for (int step = 0; step < MOST_STEPS; step++) {
      double value = logCdf(x);
      double change = (value - y) * Math.exp(value - logDensity(x));
      x -= change;
      if (Math.abs(change) <= 1e-15 * Math.abs(x)) {
        break;
      }
    }
    return x;
  }
}
