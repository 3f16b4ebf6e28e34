// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;

/**
 * Elementwise functions of int32 values stored as the raw bits of a {@code float[]}. Arithmetic
 * wraps as in Java; predicates return the booleans {@code 1.0f} and {@code 0.0f}. Index arithmetic
 * is never performance-critical, so there is only one implementation.
 */
public final class IntKernels {
  private IntKernels() {}

  /**
   * Computes {@code y[i] = kind(x[i])}.
   *
   * @param kind a function that takes ints
   * @param x raw bits of the operand
   * @param xOff where the operand starts
   * @param y receives the raw bits of the result
   * @param yOff where the result starts
   * @param n number of elements
   * @throws IllegalArgumentException if {@code kind} does not take ints
   */
  public static void unary(UnaryKind kind, float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = Float.intBitsToFloat(apply(kind, Float.floatToRawIntBits(x[xOff + i])));
    }
  }

  /**
   * Computes {@code y[i] = kind(a[i], b[i])}.
   *
   * @param kind a function that takes ints
   * @param a raw bits of the left operand
   * @param aOff where the left operand starts
   * @param b raw bits of the right operand
   * @param bOff where the right operand starts
   * @param y receives the raw bits of the result, or booleans
   * @param yOff where the result starts
   * @param n number of elements
   * @throws IllegalArgumentException if {@code kind} does not take ints
   * @throws ArithmeticException if a divisor is zero
   */
  public static void binary(
      BinaryKind kind, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      int left = Float.floatToRawIntBits(a[aOff + i]);
      y[yOff + i] = apply(kind, left, Float.floatToRawIntBits(b[bOff + i]));
    }
  }

  /**
   * Computes {@code y[i] = kind(a[i], b)}.
   *
   * @param kind a function that takes ints
   * @param a raw bits of the left operand
   * @param aOff where the left operand starts
   * @param b the right operand
   * @param y receives the raw bits of the result, or booleans
   * @param yOff where the result starts
   * @param n number of elements
   * @throws IllegalArgumentException if {@code kind} does not take ints
   * @throws ArithmeticException if a divisor is zero
   */
  public static void binaryRight(
      BinaryKind kind, float[] a, int aOff, int b, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = apply(kind, Float.floatToRawIntBits(a[aOff + i]), b);
    }
  }

  /**
   * Computes {@code y[i] = kind(a, b[i])}.
   *
   * @param kind a function that takes ints
   * @param a the left operand
   * @param b raw bits of the right operand
   * @param bOff where the right operand starts
   * @param y receives the raw bits of the result, or booleans
   * @param yOff where the result starts
   * @param n number of elements
   * @throws IllegalArgumentException if {@code kind} does not take ints
   * @throws ArithmeticException if a divisor is zero
   */
  public static void binaryLeft(
      BinaryKind kind, int a, float[] b, int bOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = apply(kind, a, Float.floatToRawIntBits(b[bOff + i]));
    }
  }

  /**
   * Converts ints to the nearest floats.
   *
   * @param x raw bits of the ints
   * @param xOff where they start
   * @param y receives the floats
   * @param yOff where they start
   * @param n number of elements
   */
  public static void castToFloat(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = Float.floatToRawIntBits(x[xOff + i]);
    }
  }

  /**
   * Converts floats to ints: truncates towards zero, clamps values outside the range of an int, and
   * turns NaN into 0.
   *
   * @param x the floats
   * @param xOff where they start
   * @param y receives the raw bits of the ints
   * @param yOff where they start
   * @param n number of elements
   */
  public static void castFromFloat(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = Float.intBitsToFloat((int) x[xOff + i]);
    }
  }

  /**
   * Sets {@code y[i] = value}.
   *
   * @param value the int
   * @param y receives its raw bits
   * @param yOff where the range starts
   * @param n number of elements
   */
  public static void fill(int value, float[] y, int yOff, int n) {
    float bits = Float.intBitsToFloat(value);
    for (int i = 0; i < n; i++) {
      y[yOff + i] = bits;
    }
  }

  private static int apply(UnaryKind kind, int x) {
    return switch (kind) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Integer.signum(x);
      case SQUARE -> x * x;
      default -> throw notForInts(kind);
    };
  }

  /** Returns the raw bits of an int, or a boolean, as they are stored. */
  private static float apply(BinaryKind kind, int a, int b) {
    return switch (kind) {
      case ADD -> Float.intBitsToFloat(a + b);
      case SUBTRACT -> Float.intBitsToFloat(a - b);
      case MULTIPLY -> Float.intBitsToFloat(a * b);
      case MAXIMUM -> Float.intBitsToFloat(Math.max(a, b));
      case MINIMUM -> Float.intBitsToFloat(Math.min(a, b));
      case MODULO -> Float.intBitsToFloat(Math.floorMod(a, b));
      case EQUAL -> a == b ? 1 : 0;
      case NOT_EQUAL -> a != b ? 1 : 0;
      case LESS -> a < b ? 1 : 0;
      case LESS_EQUAL -> a <= b ? 1 : 0;
      case GREATER -> a > b ? 1 : 0;
      case GREATER_EQUAL -> a >= b ? 1 : 0;
      default -> throw notForInts(kind);
    };
  }

  private static IllegalArgumentException notForInts(Enum<?> kind) {
    return new IllegalArgumentException(
        kind + " does not support int32; cast the operand to float32 first");
  }
}
