// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops.kinds;

/** Functions of two elements, broadcast as NumPy does. */
public enum BinaryKind {
  /** {@code a + b}. */
  ADD,
  /** {@code a - b}. */
  SUBTRACT,
  /** {@code a * b}. */
  MULTIPLY,
  /** {@code a / b}; floats only. */
  DIVIDE,
  /** {@code a^b}; floats only. */
  POWER,
  /** The larger; NaN if either is NaN. */
  MAXIMUM,
  /** The smaller; NaN if either is NaN. */
  MINIMUM,
  /** Remainder with the sign of the divisor, as in Python. */
  MODULO,
  /** {@code a == b}. */
  EQUAL,
  /** {@code a != b}. */
  NOT_EQUAL,
  /** {@code a < b}. */
  LESS,
  /** {@code a <= b}. */
  LESS_EQUAL,
  /** {@code a > b}. */
  GREATER,
  /** {@code a >= b}. */
  GREATER_EQUAL,
  /** Both true. */
  AND,
  /** Either true. */
  OR,
  /** {@code b > 0 ? a : 0}: the gradient a through a relu whose output is b. */
  RELU_GRADIENT,
  /** {@code b > 0 and b < 6 ? a : 0}: the gradient a through a relu6 whose output is b. */
  RELU6_GRADIENT,
  /** {@code a * b * (1 - b)}: the gradient a through a sigmoid whose output is b. */
  SIGMOID_GRADIENT,
  /** {@code a * (1 - b * b)}: the gradient a through a tanh whose output is b. */
  TANH_GRADIENT;

  /** Returns whether the result is a boolean. */
  public boolean isPredicate() {
    return ordinal() >= EQUAL.ordinal() && ordinal() <= OR.ordinal();
  }

  /** Returns whether int32 operands are allowed. */
  public boolean takesInts() {
    return switch (this) {
      case ADD, SUBTRACT, MULTIPLY, MAXIMUM, MINIMUM, MODULO -> true;
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
      default -> false;
    };
  }
}
