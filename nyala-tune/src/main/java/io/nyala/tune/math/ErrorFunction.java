// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

/**
 * The error function and its complement, plain and scaled, with a relative error of about 1e-16.
 *
 * <p>W. J. Cody: Rational Chebyshev approximations for the error function; Mathematics of
 * Computation 23 (1969).
 */
public final class ErrorFunction {
  private static final double[] A = {
    3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3
  };
  private static final double A_LAST = 1.85777706184603153e-1;
  private static final double[] B = {
    2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
  };
  private static final double[] C = {
    5.64188496988670089e-1,
    8.88314979438837594e0,
    6.61191906371416295e1,
    2.98635138197400131e2,
    8.81952221241769090e2,
    1.71204761263407058e3,
    2.05107837782607147e3,
    1.23033935479799725e3
  };
  private static final double C_LAST = 2.15311535474403846e-8;
  private static final double[] D = {
    1.57449261107098347e1,
    1.17693950891312499e2,
    5.37181101862009858e2,
    1.62138957456669019e3,
    3.29079923573345963e3,
    4.36261909014324716e3,
    3.43936767414372164e3,
    1.23033935480374942e3
  };
  private static final double[] P = {
    3.05326634961232344e-1,
    3.60344899949804439e-1,
    1.25781726111229246e-1,
    1.60837851487422766e-2,
    6.58749161529837803e-4
  };
  private static final double P_LAST = 1.63153871373020978e-2;
  private static final double[] Q = {
    2.56852019228982242e0,
    1.87295284992346725e0,
    5.27905102951428412e-1,
    6.05183413124413191e-2,
    2.33520497626869185e-3
  };
  private static final double ONE_OVER_SQRT_PI = 5.6418958354775628695e-1;
  private static final double SMALL = 0.46875;

  /** The bound above which erfc is smaller than the smallest double. */
  private static final double VANISHES = 27.3;

  private ErrorFunction() {}

  /** Returns the error function of x, with full relative accuracy for small results. */
  public static double erf(double x) {
    return Math.abs(x) <= SMALL ? x * oddPart(Math.abs(x)) : 1 - erfc(x);
  }

  /** Returns {@code 1 - erf(x)}, with full relative accuracy for small results. */
  public static double erfc(double x) {
    double y = Math.abs(x);
    if (y <= SMALL) {
      return 1 - x * oddPart(y);
    }
    double tail = y > VANISHES ? 0 : scaledTail(y) * expOfMinusSquare(y);
    return x < 0 ? 2 - tail : tail;
  }

  /**
   * Returns the scaled complement {@code exp(x^2) * erfc(x)}, which is infinite below about -26.6.
   */
  public static double erfcx(double x) {
    double y = Math.abs(x);
    if (y <= SMALL) {
      return Math.exp(x * x) * (1 - x * oddPart(y));
    }
    double tail = scaledTail(y);
    return x < 0 ? 2 * expOfSquare(y) - tail : tail;
  }

  /** erf(x) / x near 0. */
  private static double oddPart(double y) {
    double square = y * y;
    double top = A_LAST * square;
    double bottom = square;
    for (int i = 0; i < 3; i++) {
      top = (top + A[i]) * square;
      bottom = (bottom + B[i]) * square;
    }
    return (top + A[3]) / (bottom + B[3]);
  }

  /** erfcx of more than 0.46875. */
  private static double scaledTail(double y) {
    if (y <= 4) {
      double top = C_LAST * y;
      double bottom = y;
      for (int i = 0; i < 7; i++) {
        top = (top + C[i]) * y;
        bottom = (bottom + D[i]) * y;
      }
      return (top + C[7]) / (bottom + D[7]);
    }
    double inverse = 1 / (y * y);
    double top = P_LAST * inverse;
    double bottom = inverse;
    for (int i = 0; i < 4; i++) {
      top = (top + P[i]) * inverse;
      bottom = (bottom + Q[i]) * inverse;
    }
    double correction = inverse * (top + P[4]) / (bottom + Q[4]);
    return (ONE_OVER_SQRT_PI - correction) / y;
  }

  /**
   * Computes exp(-x^2). The square of a number rounded to sixteenths is exact, which keeps the
   * exponential accurate.
   */
  private static double expOfMinusSquare(double y) {
    double rounded = Math.rint(y * 16) / 16;
    return Math.exp(-rounded * rounded) * Math.exp(-(y - rounded) * (y + rounded));
  }

  private static double expOfSquare(double y) {
    double rounded = Math.rint(y * 16) / 16;
    return Math.exp(rounded * rounded) * Math.exp((y - rounded) * (y + rounded));
  }
}
