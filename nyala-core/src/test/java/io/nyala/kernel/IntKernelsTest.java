// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class IntKernelsTest {
  private static final int[] A = {7, -7, 7, -7, 0, Integer.MAX_VALUE, Integer.MIN_VALUE};
  private static final int[] B = {3, 3, -3, -3, 5, 1, 2};

  @Test
  void functions_of_one_int() {
    assertThat(unary(UnaryKind.NEGATE))
        .containsExactly(-7, 7, -7, 7, 0, -Integer.MAX_VALUE, Integer.MIN_VALUE);
    assertThat(unary(UnaryKind.ABS))
        .containsExactly(7, 7, 7, 7, 0, Integer.MAX_VALUE, Integer.MIN_VALUE);
    assertThat(unary(UnaryKind.SIGN)).containsExactly(1, -1, 1, -1, 0, 1, -1);
    assertThat(unary(UnaryKind.SQUARE)).containsExactly(49, 49, 49, 49, 0, 1, 0);
  }

  @Test
  void arithmetic_wraps() {
    assertThat(binary(BinaryKind.ADD))
        .containsExactly(10, -4, 4, -10, 5, Integer.MIN_VALUE, Integer.MIN_VALUE + 2);
    assertThat(binary(BinaryKind.SUBTRACT))
        .containsExactly(4, -10, 10, -4, -5, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1);
    assertThat(binary(BinaryKind.MULTIPLY))
        .containsExactly(21, -21, -21, 21, 0, Integer.MAX_VALUE, 0);
    assertThat(binary(BinaryKind.MAXIMUM)).containsExactly(7, 3, 7, -3, 5, Integer.MAX_VALUE, 2);
    assertThat(binary(BinaryKind.MINIMUM)).containsExactly(3, -7, -3, -7, 0, 1, Integer.MIN_VALUE);
  }

  @Test
  void remainders_have_the_sign_of_the_divisor() {
    // Python: 7 % 3, -7 % 3, 7 % -3, -7 % -3, 0 % 5, ...
    assertThat(binary(BinaryKind.MODULO)).containsExactly(1, 2, -2, -1, 0, 0, 0);
    assertThatThrownBy(
            () -> IntKernels.binaryRight(BinaryKind.MODULO, raw(A), 0, 0, new float[1], 0, 1))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void comparisons_give_truth_values() {
    float[] y = new float[A.length];
    IntKernels.binary(BinaryKind.LESS, raw(A), 0, raw(B), 0, y, 0, A.length);
    assertThat(y).containsExactly(0, 1, 0, 1, 1, 0, 1);
    IntKernels.binary(BinaryKind.GREATER_EQUAL, raw(A), 0, raw(B), 0, y, 0, A.length);
    assertThat(y).containsExactly(1, 0, 1, 0, 0, 1, 0);
    IntKernels.binaryRight(BinaryKind.EQUAL, raw(A), 0, -7, y, 0, A.length);
    assertThat(y).containsExactly(0, 1, 0, 1, 0, 0, 0);
    IntKernels.binaryLeft(BinaryKind.NOT_EQUAL, 3, raw(B), 0, y, 0, B.length);
    assertThat(y).containsExactly(0, 0, 1, 1, 1, 1, 1);
    IntKernels.binaryLeft(BinaryKind.LESS_EQUAL, 2, raw(B), 0, y, 0, B.length);
    assertThat(y).containsExactly(1, 1, 0, 0, 1, 0, 1);
    IntKernels.binaryLeft(BinaryKind.GREATER, 2, raw(B), 0, y, 0, B.length);
    assertThat(y).containsExactly(0, 0, 1, 1, 0, 1, 0);
  }

  @Test
  void casts_truncate_and_clamp() {
    float[] x = {1.9f, -1.9f, -0f, 1e10f, -1e10f, Float.NaN};
    float[] y = new float[x.length + 1];
    IntKernels.castFromFloat(x, 0, y, 1, x.length);
    assertThat(ints(y)).containsExactly(0, 1, -1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0);
    float[] floats = new float[3];
    IntKernels.castToFloat(raw(-3, 16777217, 5), 0, floats, 0, 3);
    assertThat(floats).containsExactly(-3, 16777216, 5);
  }

  @Test
  void fills_a_range() {
    float[] y = new float[4];
    IntKernels.fill(0x7f80_0001, y, 1, 2);
    assertThat(ints(y)).containsExactly(0, 0x7f80_0001, 0x7f80_0001, 0);
  }

  @Test
  void rejects_functions_of_floats() {
    assertThatThrownBy(() -> IntKernels.unary(UnaryKind.EXP, raw(1), 0, new float[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("EXP does not support int32; cast the operand to float32 first");
    assertThatThrownBy(
            () -> IntKernels.binaryLeft(BinaryKind.DIVIDE, 1, raw(1), 0, new float[1], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("DIVIDE does not support int32");
  }

  @Test
  void takes_what_the_kinds_say() {
    float[] y = new float[1];
    for (UnaryKind kind : UnaryKind.values()) {
      if (kind.takesInts()) {
        IntKernels.unary(kind, raw(3), 0, y, 0, 1);
      }
    }
    for (BinaryKind kind : BinaryKind.values()) {
      if (kind.takesInts()) {
        IntKernels.binary(kind, raw(3), 0, raw(2), 0, y, 0, 1);
      }
    }
  }

  private static int[] unary(UnaryKind kind) {
    float[] y = new float[A.length];
    IntKernels.unary(kind, raw(A), 0, y, 0, A.length);
    return ints(y);
  }

  private static int[] binary(BinaryKind kind) {
    float[] y = new float[A.length];
    IntKernels.binary(kind, raw(A), 0, raw(B), 0, y, 0, A.length);
    return ints(y);
  }

  private static float[] raw(int... ints) {
    float[] bits = new float[ints.length];
    for (int i = 0; i < ints.length; i++) {
      bits[i] = Float.intBitsToFloat(ints[i]);
    }
    return bits;
  }

  private static int[] ints(float[] bits) {
    int[] ints = new int[bits.length];
    for (int i = 0; i < bits.length; i++) {
      ints[i] = Float.floatToRawIntBits(bits[i]);
    }
    return ints;
  }
}
