// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;

/**
 * Elementwise functions; {@link Ops} has all operations. Binary functions broadcast as NumPy does.
 */
abstract sealed class ElementwiseOps permits ShapeOps {
  ElementwiseOps() {}

  /** Computes {@code -x}, element by element. */
  public static Value negate(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.NEGATE), x);
  }

  /** Computes {@code |x|}, element by element. */
  public static Value abs(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.ABS), x);
  }

  /** Computes the sign of x, element by element. */
  public static Value sign(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.SIGN), x);
  }

  /** Computes {@code x * x}, element by element. */
  public static Value square(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.SQUARE), x);
  }

  /** Computes the square root, element by element. */
  public static Value sqrt(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.SQRT), x);
  }

  /** Computes {@code 1 / sqrt(x)}, element by element. */
  public static Value rsqrt(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.RSQRT), x);
  }

  /** Computes {@code 1 / x}, element by element. */
  public static Value reciprocal(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.RECIPROCAL), x);
  }

  /** Computes {@code e^x}, element by element. */
  public static Value exp(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.EXP), x);
  }

  /** Computes {@code e^x - 1}, element by element. */
  public static Value expm1(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.EXPM1), x);
  }

  /** Computes the natural logarithm, element by element. */
  public static Value log(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.LOG), x);
  }

  /** Computes {@code log(1 + x)}, element by element. */
  public static Value log1p(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.LOG1P), x);
  }

  /** Computes the sine, element by element. */
  public static Value sin(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.SIN), x);
  }

  /** Computes the cosine, element by element. */
  public static Value cos(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.COS), x);
  }

  /** Computes the hyperbolic tangent, element by element. */
  public static Value tanh(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.TANH), x);
  }

  /** Computes {@code 1 / (1 + e^-x)}, element by element. */
  public static Value sigmoid(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.SIGMOID), x);
  }

  /** Computes {@code log(1 + e^x)}, element by element. */
  public static Value softplus(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.SOFTPLUS), x);
  }

  /** Computes the error function, element by element. */
  public static Value erf(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.ERF), x);
  }

  /** Computes {@code max(x, 0)}, element by element. */
  public static Value relu(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.RELU), x);
  }

  /** Computes the largest integer not above x, element by element. */
  public static Value floor(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.FLOOR), x);
  }

  /** Computes the smallest integer not below x, element by element. */
  public static Value ceil(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.CEIL), x);
  }

  /** Computes the nearest integer, ties to even, element by element. */
  public static Value round(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.ROUND), x);
  }

  /** Computes whether x is NaN, element by element. */
  public static Value isNan(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.IS_NAN), x);
  }

  /** Computes whether x is neither NaN nor infinite, element by element. */
  public static Value isFinite(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.IS_FINITE), x);
  }

  /** Computes logical negation, element by element. */
  public static Value not(Value x) {
    return Node.apply(new Primitive.Unary(UnaryKind.NOT), x);
  }

  /** Computes {@code a + b}, element by element. */
  public static Value add(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.ADD), a, b);
  }

  /** Computes {@code a + b} with the same b for all elements. */
  public static Value add(Value a, float b) {
    return add(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a - b}, element by element. */
  public static Value subtract(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.SUBTRACT), a, b);
  }

  /** Computes {@code a - b} with the same b for all elements. */
  public static Value subtract(Value a, float b) {
    return subtract(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a * b}, element by element. */
  public static Value multiply(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.MULTIPLY), a, b);
  }

  /** Computes {@code a * b} with the same b for all elements. */
  public static Value multiply(Value a, float b) {
    return multiply(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a / b}, element by element. */
  public static Value divide(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.DIVIDE), a, b);
  }

  /** Computes {@code a / b} with the same b for all elements. */
  public static Value divide(Value a, float b) {
    return divide(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a^b}, element by element. */
  public static Value power(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.POWER), a, b);
  }

  /** Computes {@code a^b} with the same b for all elements. */
  public static Value power(Value a, float b) {
    return power(a, Ops.constantLike(b, a));
  }

  /** Computes the maximum, element by element. */
  public static Value maximum(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.MAXIMUM), a, b);
  }

  /** Computes the maximum with the same b for all elements. */
  public static Value maximum(Value a, float b) {
    return maximum(a, Ops.constantLike(b, a));
  }

  /** Computes the minimum, element by element. */
  public static Value minimum(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.MINIMUM), a, b);
  }

  /** Computes the minimum with the same b for all elements. */
  public static Value minimum(Value a, float b) {
    return minimum(a, Ops.constantLike(b, a));
  }

  /** Computes the remainder with the sign of b, element by element. */
  public static Value mod(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.MODULO), a, b);
  }

  /** Computes the remainder, with the sign of b, with the same b for all elements. */
  public static Value mod(Value a, float b) {
    return mod(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a == b}, element by element. */
  public static Value equal(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.EQUAL), a, b);
  }

  /** Computes {@code a == b} with the same b for all elements. */
  public static Value equal(Value a, float b) {
    return equal(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a != b}, element by element. */
  public static Value notEqual(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.NOT_EQUAL), a, b);
  }

  /** Computes {@code a != b} with the same b for all elements. */
  public static Value notEqual(Value a, float b) {
    return notEqual(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a < b}, element by element. */
  public static Value less(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.LESS), a, b);
  }

  /** Computes {@code a < b} with the same b for all elements. */
  public static Value less(Value a, float b) {
    return less(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a <= b}, element by element. */
  public static Value lessEqual(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.LESS_EQUAL), a, b);
  }

  /** Computes {@code a <= b} with the same b for all elements. */
  public static Value lessEqual(Value a, float b) {
    return lessEqual(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a > b}, element by element. */
  public static Value greater(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.GREATER), a, b);
  }

  /** Computes {@code a > b} with the same b for all elements. */
  public static Value greater(Value a, float b) {
    return greater(a, Ops.constantLike(b, a));
  }

  /** Computes {@code a >= b}, element by element. */
  public static Value greaterEqual(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.GREATER_EQUAL), a, b);
  }

  /** Computes {@code a >= b} with the same b for all elements. */
  public static Value greaterEqual(Value a, float b) {
    return greaterEqual(a, Ops.constantLike(b, a));
  }

  /** Computes logical and, element by element. */
  public static Value and(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.AND), a, b);
  }

  /** Computes logical or, element by element. */
  public static Value or(Value a, Value b) {
    return Node.apply(new Primitive.Binary(BinaryKind.OR), a, b);
  }

  /** Computes {@code a - b} with the same a for all elements. */
  public static Value subtract(float a, Value b) {
    return subtract(Ops.constantLike(a, b), b);
  }

  /** Computes {@code a / b} with the same a for all elements. */
  public static Value divide(float a, Value b) {
    return divide(Ops.constantLike(a, b), b);
  }

  /** Chooses {@code a} where the condition holds and {@code b} elsewhere; broadcasts. */
  public static Value where(Value condition, Value a, Value b) {
    return Node.apply(new Primitive.Select(), condition, a, b);
  }

  /** Chooses {@code a} where the condition holds and the same {@code b} elsewhere. */
  public static Value where(Value condition, Value a, float b) {
    return where(condition, a, Ops.constantLike(b, a));
  }

  /** Limits each element to {@code [low, high]}. */
  public static Value clip(Value x, float low, float high) {
    return minimum(maximum(x, low), high);
  }
}
