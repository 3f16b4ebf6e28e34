// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static io.nyala.kernel.KernelData.OFFSET;
import static io.nyala.kernel.KernelData.mixed;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.kernel.scalar.ScalarFunctions;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernel")
class ElementwiseKernelsTest {
  private static final float UNTOUCHED = 12345;

  @ParameterizedTest
  @EnumSource(UnaryKind.class)
  void unary_twins_agree(UnaryKind kind) {
    ElementwiseKernels vector = KernelData.vector().elementwise();
    ElementwiseKernels scalar = KernelProvider.scalar().elementwise();
    for (int n : KernelData.sizes()) {
      float[] x = mixed(n + OFFSET, n);
      float[] y = untouched(n);
      float[] truth = untouched(n);
      vector.unary(kind, x, OFFSET, y, OFFSET + 1, n);
      scalar.unary(kind, x, OFFSET, truth, OFFSET + 1, n);
      check(kind, ulps(kind), y, truth);
    }
  }

  @ParameterizedTest
  @EnumSource(BinaryKind.class)
  void binary_twins_agree(BinaryKind kind) {
    ElementwiseKernels vector = KernelData.vector().elementwise();
    ElementwiseKernels scalar = KernelProvider.scalar().elementwise();
    for (int n : KernelData.sizes()) {
      float[] a = mixed(n + OFFSET, n);
      float[] b = mixed(n + OFFSET - 1, n + 1);
      float[] y = untouched(n);
      float[] truth = untouched(n);
      vector.binary(kind, a, OFFSET, b, OFFSET - 1, y, OFFSET + 1, n);
      scalar.binary(kind, a, OFFSET, b, OFFSET - 1, truth, OFFSET + 1, n);
      check(kind, ulps(kind), y, truth);
      for (float c : KernelData.SPECIAL) {
        vector.binaryRight(kind, a, OFFSET, c, y, OFFSET + 1, n);
        scalar.binaryRight(kind, a, OFFSET, c, truth, OFFSET + 1, n);
        check(kind + " right " + c, ulps(kind), y, truth);
        vector.binaryLeft(kind, c, b, OFFSET - 1, y, OFFSET + 1, n);
        scalar.binaryLeft(kind, c, b, OFFSET - 1, truth, OFFSET + 1, n);
        check(kind + " left " + c, ulps(kind), y, truth);
      }
    }
  }

  @Test
  void every_pair_of_special_operands_agrees() {
    ElementwiseKernels vector = KernelData.vector().elementwise();
    int n = KernelData.SPECIAL.length * KernelData.SPECIAL.length;
    float[] a = new float[n];
    float[] b = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = KernelData.SPECIAL[i / KernelData.SPECIAL.length];
      b[i] = KernelData.SPECIAL[i % KernelData.SPECIAL.length];
    }
    float[] y = new float[n];
    for (BinaryKind kind : BinaryKind.values()) {
      vector.binary(kind, a, 0, b, 0, y, 0, n);
      for (int i = 0; i < n; i++) {
        float truth = ScalarFunctions.apply(kind, a[i], b[i]);
        assertThat(Ulps.between(y[i], truth))
            .as("%s(%s, %s) = %s, should be %s", kind, a[i], b[i], y[i], truth)
            .isLessThanOrEqualTo(ulps(kind));
      }
    }
  }

  @Test
  void results_do_not_depend_on_the_cut() {
    ElementwiseKernels kernels = KernelData.vector().elementwise();
    int n = 203;
    float[] a = mixed(n, 1);
    float[] b = mixed(n, 2);
    float[] whole = new float[n];
    float[] parts = new float[n];
    for (UnaryKind kind : UnaryKind.values()) {
      kernels.unary(kind, a, 0, whole, 0, n);
      for (int at = 0, size = 1; at < n; at += size, size = size % 37 + 1) {
        kernels.unary(kind, a, at, parts, at, Math.min(size, n - at));
      }
      assertSameBits(kind, parts, whole);
    }
    for (BinaryKind kind : BinaryKind.values()) {
      kernels.binary(kind, a, 0, b, 0, whole, 0, n);
      for (int at = 0, size = 1; at < n; at += size, size = size % 37 + 1) {
        kernels.binary(kind, a, at, b, at, parts, at, Math.min(size, n - at));
      }
      assertSameBits(kind, parts, whole);
      for (int i = 0; i < n; i++) {
        kernels.binaryRight(kind, a, i, b[i], parts, i, 1);
      }
      assertSameBits(kind, parts, whole);
      for (int i = 0; i < n; i++) {
        kernels.binaryLeft(kind, a[i], b, i, parts, i, 1);
      }
      assertSameBits(kind, parts, whole);
    }
  }

  @Test
  void source_and_destination_may_be_the_same() {
    ElementwiseKernels kernels = KernelProvider.current().elementwise();
    int n = 53;
    float[] a = mixed(n, 3);
    a[5] = 1e6f; // beyond the range where sine and cosine are vectors
    float[] b = mixed(n, 4);
    for (UnaryKind kind : UnaryKind.values()) {
      float[] y = new float[n];
      kernels.unary(kind, a, 0, y, 0, n);
      float[] inPlace = a.clone();
      kernels.unary(kind, inPlace, 0, inPlace, 0, n);
      assertSameBits(kind, inPlace, y);
    }
    for (BinaryKind kind : BinaryKind.values()) {
      float[] y = new float[n];
      kernels.binary(kind, a, 0, b, 0, y, 0, n);
      float[] inPlace = b.clone();
      kernels.binary(kind, a, 0, inPlace, 0, inPlace, 0, n);
      assertSameBits(kind, inPlace, y);
    }
  }

  @Test
  void select_agrees() {
    ElementwiseKernels vector = KernelData.vector().elementwise();
    ElementwiseKernels scalar = KernelProvider.scalar().elementwise();
    for (int n : KernelData.sizes()) {
      float[] c = mixed(n, n + 2);
      float[] a = mixed(n + OFFSET, n + 3);
      float[] b = mixed(n + 1, n + 4);
      float[] y = untouched(n);
      float[] truth = untouched(n);
      vector.select(c, 0, a, OFFSET, b, 1, y, OFFSET + 1, n);
      scalar.select(c, 0, a, OFFSET, b, 1, truth, OFFSET + 1, n);
      assertSameBits("select", y, truth);
    }
  }

  @Test
  void select_keeps_the_bits_of_ints() {
    ElementwiseKernels kernels = KernelProvider.current().elementwise();
    int n = 41;
    float[] ints = new float[n];
    for (int i = 0; i < n; i++) {
      ints[i] = Float.intBitsToFloat(0x7f80_0001 + i * 7919); // signalling NaN to a float unit
    }
    float[] yes = new float[n];
    Arrays.fill(yes, 1);
    float[] y = new float[n];
    kernels.select(yes, 0, ints, 0, yes, 0, y, 0, n);
    assertSameBits("select", y, ints);
  }

  /** The bounds follow from the documentation of the vector functions; the rest is exact. */
  private static double ulps(UnaryKind kind) {
    return switch (kind) {
      case EXP, LOG, LOG1P, SIN, COS, ERF, RSQRT -> 2;
      case EXPM1, TANH, SIGMOID, SOFTPLUS -> 3;
      default -> 0.5;
    };
  }

  private static double ulps(BinaryKind kind) {
    return kind == BinaryKind.POWER ? 3 : 0.5;
  }

  private static float[] untouched(int n) {
    float[] y = new float[n + 2 * OFFSET];
    Arrays.fill(y, UNTOUCHED);
    return y;
  }

  private static void check(Object what, double ulps, float[] y, float[] truth) {
    Ulps.assertWithin(ulps, y, 0, truth, 0, y.length, what.toString());
  }

  private static void assertSameBits(Object what, float[] got, float[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      // Any NaN is as good as another, but for copies, whose tests have their own arrays.
      if (Float.floatToIntBits(got[i]) != Float.floatToIntBits(wanted[i])) {
        assertThat(got[i]).as("%s, element %d", what, i).isEqualTo(wanted[i]);
        assertThat(Float.floatToIntBits(got[i])).isEqualTo(Float.floatToIntBits(wanted[i]));
      }
    }
  }
}
