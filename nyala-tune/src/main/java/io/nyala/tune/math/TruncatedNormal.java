// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/** The standard normal distribution truncated to an interval, which may lie far out in a tail. */
public final class TruncatedNormal {
  private TruncatedNormal() {}

  /** Returns the logarithm of the normal probability of the interval from a to b, {@code a < b}. */
  public static double logMass(double a, double b) {
    if (a > 0) {
      return lowerTailMass(-b, -a);
    }
    if (b <= 0) {
      return lowerTailMass(a, b);
    }
    double below = ErrorFunction.erfc(-a * Normal.SQRT_HALF);
    double above = ErrorFunction.erfc(b * Normal.SQRT_HALF);
    double outside = 0.5 * (below + above);
    // If the tails together are close to 1, no significant digits remain for a narrow interval
    // around 0.
    return outside < 0.75 ? Math.log1p(-outside) : Math.log(centralMass(a, b));
  }

  /** Returns the logarithm of the density at x of the distribution truncated to [a, b]. */
  public static double logDensity(double x, double a, double b) {
    return x < a || x > b ? Double.NEGATIVE_INFINITY : Normal.logDensity(x) - logMass(a, b);
  }

  /**
   * Returns a quantile of the distribution truncated to [a, b].
   *
   * @param share the probability, 0 to 1
   */
  public static double quantile(double share, double a, double b) {
    if (share <= 0) {
      return a;
    }
    if (share >= 1) {
      return b;
    }
    double x = a < 0 && b > 0 ? central(share, a, b) : tail(share, a, b);
    return Math.clamp(x, a, b);
  }

  /** If 0 is inside: computed from the side with the smaller probability, without logarithms. */
  private static double central(double share, double a, double b) {
    double below = Normal.cdf(a);
    double above = Normal.cdf(-b);
    double mass = 1 - below - above;
    if (mass < 0.25) {
      mass = centralMass(a, b);
    }
    double lower = below + share * mass;
    return lower < 0.5 ? Normal.quantile(lower) : -Normal.quantile(above + (1 - share) * mass);
  }

  private static double tail(double share, double a, double b) {
    double logMass = logMass(a, b);
    return a < 0
        ? Normal.quantileOfLog(logSum(Normal.logCdf(a), Math.log(share) + logMass))
        : -Normal.quantileOfLog(logSum(Normal.logCdf(-b), Math.log1p(-share) + logMass));
  }

  /** Returns {@code log(exp(p) + exp(q))}. */
  static double logSum(double p, double q) {
    double high = Math.max(p, q);
    return high == Double.NEGATIVE_INFINITY
        ? high
        : high + Math.log1p(Math.exp(Math.min(p, q) - high));
  }

  private static double lowerTailMass(double a, double b) {
    double upper = Normal.logCdf(b);
    double difference = Normal.logCdf(a) - upper;
    if (difference < -1e-3) {
      return upper + Math.log1p(-Math.exp(difference));
    }
    // The interval is so narrow that both probabilities share their digits: the density in the
    // middle with the next term of its series is exact for this width.
    return narrow(a, b);
  }

  /** The bounds are on both sides of 0, so nothing cancels. */
  private static double centralMass(double a, double b) {
    return 0.5
        * (ErrorFunction.erf(b * Normal.SQRT_HALF) - ErrorFunction.erf(a * Normal.SQRT_HALF));
  }

  /**
   * Returns the integral of the density over a narrow interval, by 5-point Gauss-Legendre
   * quadrature.
   */
  private static double narrow(double a, double b) {
    double middle = 0.5 * (a + b);
    double half = 0.5 * (b - a);
    double inner = 0.53846931010568309104 * half;
    double outer = 0.90617984593866399280 * half;
    // Relative to the density in the middle, to avoid underflow in far tails.
    double sum =
        0.56888888888888888889
            + 0.47862867049936646804 * (ratio(middle, inner) + ratio(middle, -inner))
            + 0.23692688505618908751 * (ratio(middle, outer) + ratio(middle, -outer));
    return Normal.logDensity(middle) + Math.log(sum * half);
  }

  /** Returns the ratio of the density at {@code middle + step} to that in the middle. */
  private static double ratio(double middle, double step) {
    return Math.exp(-step * (middle + 0.5 * step));
  }
}
