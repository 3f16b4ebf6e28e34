// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops.kinds;

/** Functions of one element. */
public enum UnaryKind {
  /** {@code -x}; also for int32. */
  NEGATE,
  /** {@code |x|}; also for int32. */
  ABS,
  /** {@code -1}, {@code 0} or {@code 1}; NaN stays NaN; also for int32. */
  SIGN,
  /** {@code x * x}; also for int32. */
  SQUARE,
  /** Square root. */
  SQRT,
  /** {@code 1 / sqrt(x)}. */
  RSQRT,
  /** {@code 1 / x}. */
  RECIPROCAL,
  /** {@code e^x}. */
  EXP,
  /** {@code e^x - 1}, accurate near zero. */
  EXPM1,
  /** Natural logarithm. */
  LOG,
  /** {@code log(1 + x)}, accurate near zero. */
  LOG1P,
  /** Sine of radians. */
  SIN,
  /** Cosine of radians. */
  COS,
  /** Hyperbolic tangent. */
  TANH,
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID,
  /** {@code log(1 + e^x)}, without overflow. */
  SOFTPLUS,
  /** The error function. */
  ERF,
  /** {@code max(x, 0)}; NaN stays NaN. */
  RELU,
  /** Largest integer not above x. */
  FLOOR,
  /** Smallest integer not below x. */
  CEIL,
  /** Nearest integer, ties to even. */
  ROUND,
  /** Whether x is NaN: {@code x != x}. */
  IS_NAN,
  /** Whether x is neither NaN nor infinite. */
  IS_FINITE,
  /** Logical negation of a boolean. */
  NOT;

  /** Returns whether the result is a boolean. */
  public boolean isPredicate() {
    return this == IS_NAN || this == IS_FINITE || this == NOT;
  }

  /** Returns whether int32 operands are allowed. */
  public boolean takesInts() {
    return this == NEGATE || this == ABS || this == SIGN || this == SQUARE;
  }
}
