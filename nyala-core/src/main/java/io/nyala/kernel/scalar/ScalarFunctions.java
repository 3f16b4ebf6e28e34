// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.FusedMultiplyAdd;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;

/**
 * Every elementwise function of a single element, computed in double precision where that is cheap
 * and rounded once. The accuracy of the vector kernels is measured against these.
 */
public final class ScalarFunctions {
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  private ScalarFunctions() {}

  /**
   * Applies a function of one element.
   *
   * @param kind which function
   * @param x the operand
   * @return the result; booleans are 1 and 0
   */
  public static float apply(UnaryKind kind, float x) {
    return switch (kind) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case SQUARE -> x * x;
      case SQRT -> (float) Math.sqrt(x);
      case RSQRT -> (float) (1 / Math.sqrt(x));
      case RECIPROCAL -> 1 / x;
      case EXP -> (float) Math.exp(x);
      case EXPM1 -> (float) Math.expm1(x);
      case LOG -> (float) Math.log(x);
      case LOG1P -> (float) Math.log1p(x);
      case SIN -> (float) Math.sin(x);
      case COS -> (float) Math.cos(x);
      case TANH -> (float) Math.tanh(x);
      case SIGMOID -> (float) (1 / (1 + Math.exp(-(double) x)));
      case SOFTPLUS -> softplus(x);
      case ERF -> (float) erf(x);
      case RELU -> Math.max(x, 0f);
      case FLOOR -> (float) Math.floor(x);
      case CEIL -> (float) Math.ceil(x);
      case ROUND -> (float) Math.rint(x);
      case IS_NAN -> truth(Float.isNaN(x));
      case IS_FINITE -> truth(Float.isFinite(x));
      case NOT -> truth(x == 0);
    };
  }

  /**
   * Applies a function of two elements.
   *
   * @param kind which function
   * @param a the left operand
   * @param b the right operand
   * @return the result; booleans are 1 and 0
   */
  public static float apply(BinaryKind kind, float a, float b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case POWER -> power(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case MODULO -> modulo(a, b);
      case EQUAL -> truth(a == b);
      case NOT_EQUAL -> truth(a != b);
      case LESS -> truth(a < b);
      case LESS_EQUAL -> truth(a <= b);
      case GREATER -> truth(a > b);
      case GREATER_EQUAL -> truth(a >= b);
      case AND -> truth(a != 0 && b != 0);
      case OR -> truth(a != 0 || b != 0);
      case RELU_GRADIENT -> b > 0 ? a : 0;
      case RELU6_GRADIENT -> b > 0 && b < 6 ? a : 0;
      case SIGMOID_GRADIENT -> a * (b * (1 - b));
      case TANH_GRADIENT -> a * FusedMultiplyAdd.of(-b, b, 1f);
    };
  }

  /** Computes powers as IEEE 754 and NumPy do: unlike {@link Math#pow}, {@code 1^NaN} is 1. */
  private static float power(float a, float b) {
    if (a == 1 || (a == -1 && Float.isInfinite(b))) {
      return 1;
    }
    return (float) Math.pow(a, b);
  }

  /** Returns the remainder with the sign of the divisor, also for a zero remainder. */
  private static float modulo(float a, float b) {
    float r = a % b;
    if (r == 0) {
      return Math.copySign(0f, b);
    }
    return r < 0 != b < 0 ? r + b : r;
  }

  private static float softplus(float x) {
    // max first: log1p then gets at most 1, and infinities and NaN come out right.
    return (float) (Math.max(x, 0f) + Math.log1p(Math.exp(-Math.abs((double) x))));
  }

  /**
   * Returns the error function in double precision: by its power series where that converges
   * without much cancellation, otherwise by the continued fraction of the complement (Abramowitz
   * and Stegun 7.1.6 and 7.1.14).
   *
   * @param x any number
   * @return the error function at x
   */
  public static double erf(double x) {
    double a = Math.abs(x);
    if (!(a > 0)) {
      return x;
    }
    if (a > 6) {
      return Math.signum(x);
    }
    if (a < 2.5) {
      double term = x;
      double sum = x;
      for (int k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
        term *= 2 * x * x / (2 * k + 1);
        sum += term;
      }
      return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
    }
    double fraction = a;
    for (int k = 60; k >= 1; k--) {
      fraction = a + k / 2.0 / fraction;
    }
    double complement = Math.exp(-a * a) / (Math.sqrt(Math.PI) * fraction);
    return Math.copySign(1 - complement, x);
  }

  private static float truth(boolean value) {
    return value ? 1f : 0f;
  }
}
