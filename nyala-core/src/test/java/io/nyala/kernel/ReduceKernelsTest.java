// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static io.nyala.kernel.KernelData.OFFSET;
import static io.nyala.kernel.KernelData.mixed;
import static io.nyala.kernel.KernelData.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.nyala.ops.kinds.ReduceKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernel")
class ReduceKernelsTest {
  /** Roundings that an element can go through before sums are carried with more digits. */
  private static final int ROUNDINGS = 80;

  @Test
  void sums_agree_with_sums_in_double() {
    ReduceKernels kernels = KernelProvider.current().reduce();
    for (int n : KernelData.sizes()) {
      float[] x = normal(n + OFFSET, n);
      assertSum(kernels.reduce(ReduceKind.SUM, x, OFFSET, n), x, OFFSET, n, 1);
    }
  }

  @Test
  void ten_million_elements_keep_their_accuracy() {
    ReduceKernels kernels = KernelProvider.current().reduce();
    int n = 10_000_000;
    float[] x = new float[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      x[i] = (i * 7919 & 0xffff) / 65536f + 0.1f;
      sum += x[i];
    }
    assertThat((double) kernels.reduce(ReduceKind.SUM, x, 0, n)).isCloseTo(sum, offset(1e-6 * sum));
    float[] columns = new float[10];
    kernels.reduceColumns(ReduceKind.SUM, x, 0, n / 10, 10, 10, columns, 0);
    for (int c = 0; c < 10; c++) {
      double column = 0;
      for (int r = 0; r < n / 10; r++) {
        column += x[10 * r + c];
      }
      assertThat((double) columns[c]).isCloseTo(column, offset(1e-6 * column));
    }
  }

  @Test
  void extremes_agree_bit_for_bit() {
    ReduceKernels vector = KernelData.vector().reduce();
    ReduceKernels scalar = KernelProvider.scalar().reduce();
    for (int n : KernelData.sizes()) {
      for (float[] x : new float[][] {mixed(n + OFFSET, n), normal(n + OFFSET, n)}) {
        for (ReduceKind kind : new ReduceKind[] {ReduceKind.MAX, ReduceKind.MIN}) {
          Object truth = scalar.reduce(kind, x, OFFSET, n); // boxed: NaN equals NaN
          assertThat((Object) vector.reduce(kind, x, OFFSET, n)).isEqualTo(truth);
        }
        assertThat(vector.argMax(x, OFFSET, n)).isEqualTo(scalar.argMax(x, OFFSET, n));
      }
    }
  }

  @Test
  void products_agree() {
    ReduceKernels vector = KernelData.vector().reduce();
    ReduceKernels scalar = KernelProvider.scalar().reduce();
    for (int n : KernelData.sizes()) {
      float[] x = normal(n + OFFSET, n);
      for (int i = 0; i < x.length; i++) {
        x[i] = 1 + x[i] / 100;
      }
      float truth = scalar.reduce(ReduceKind.PRODUCT, x, OFFSET, n);
      // One rounding for each factor at most.
      assertThat(vector.reduce(ReduceKind.PRODUCT, x, OFFSET, n))
          .isCloseTo(truth, offset((n + 1) * 0x1p-24f * truth));
    }
  }

  @ParameterizedTest
  @EnumSource(ReduceKind.class)
  void rows_are_reduced_one_by_one(ReduceKind kind) {
    ReduceKernels kernels = KernelProvider.current().reduce();
    for (int columns : KernelData.sizes()) {
      int rows = 5;
      float[] x = normal(rows * columns + OFFSET, columns);
      float[] y = new float[rows + 2];
      kernels.reduceRows(kind, x, OFFSET, rows, columns, y, 1);
      for (int r = 0; r < rows; r++) {
        float alone = kernels.reduce(kind, x, OFFSET + r * columns, columns);
        if (kind == ReduceKind.SUM) {
          assertSum(y[1 + r], x, OFFSET + r * columns, columns, 1);
        } else {
          assertThat(y[1 + r]).isEqualTo(alone);
        }
      }
      assertThat(y[0]).isZero();
      assertThat(y[rows + 1]).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(ReduceKind.class)
  void a_column_does_not_depend_on_its_neighbours(ReduceKind kind) {
    ReduceKernels kernels = KernelProvider.current().reduce();
    for (int rows : new int[] {0, 1, 3, 4, 257, 700}) {
      int stride = 71;
      float[] x = normal(rows * stride + OFFSET, rows);
      float[] together = new float[stride + 2];
      kernels.reduceColumns(kind, x, OFFSET, rows, stride, stride, together, 1);
      assertThat(together[0]).isZero();
      assertThat(together[stride + 1]).isZero();
      float[] apart = new float[stride];
      for (int at = 0, size = 1; at < stride; at += size, size++) {
        int columns = Math.min(size, stride - at);
        kernels.reduceColumns(kind, x, OFFSET + at, rows, columns, stride, apart, at);
      }
      for (int c = 0; c < stride; c++) {
        assertThat(apart[c]).isEqualTo(together[1 + c]);
        if (kind == ReduceKind.SUM) {
          assertSum(apart[c], x, OFFSET + c, rows, stride);
        }
      }
    }
  }

  @Test
  void column_extremes_and_products_agree() {
    ReduceKernels vector = KernelData.vector().reduce();
    ReduceKernels scalar = KernelProvider.scalar().reduce();
    int rows = 9;
    int columns = 37;
    float[] x = mixed(rows * columns, 5);
    float[] y = new float[columns];
    float[] truth = new float[columns];
    for (ReduceKind kind : new ReduceKind[] {ReduceKind.MAX, ReduceKind.MIN}) {
      vector.reduceColumns(kind, x, 0, rows, columns, columns, y, 0);
      scalar.reduceColumns(kind, x, 0, rows, columns, columns, truth, 0);
      assertThat(y).containsExactly(truth);
    }
  }

  @Test
  void one_column_is_a_range() {
    ReduceKernels kernels = KernelProvider.current().reduce();
    float[] x = normal(1000, 6);
    float[] y = new float[1];
    kernels.reduceColumns(ReduceKind.SUM, x, 0, 1000, 1, 1, y, 0);
    assertSum(y[0], x, 0, 1000, 1);
  }

  @Test
  void infinities_and_nan_get_through() {
    ReduceKernels kernels = KernelProvider.current().reduce();
    float[] x = new float[3000];
    x[5] = Float.POSITIVE_INFINITY;
    float[] column = new float[2];
    assertThat(kernels.reduce(ReduceKind.SUM, x, 0, 3000)).isEqualTo(Float.POSITIVE_INFINITY);
    kernels.reduceColumns(ReduceKind.SUM, x, 0, 1500, 2, 2, column, 0);
    assertThat(column).containsExactly(0, Float.POSITIVE_INFINITY);
    x[7] = Float.NEGATIVE_INFINITY;
    assertThat(kernels.reduce(ReduceKind.SUM, x, 0, 3000)).isNaN();
    x[2999] = Float.NaN;
    assertThat(kernels.reduce(ReduceKind.MAX, x, 0, 3000)).isNaN();
    assertThat(kernels.argMax(x, 0, 3000)).isEqualTo(2999);
  }

  @Test
  void the_first_of_equal_elements_is_found() {
    ReduceKernels kernels = KernelProvider.current().reduce();
    float[] x = new float[100];
    x[41] = x[57] = x[99] = 3;
    assertThat(kernels.argMax(x, 0, 100)).isEqualTo(41);
    assertThat(kernels.argMax(x, 50, 50)).isEqualTo(7);
    assertThat(kernels.argMax(x, 0, 7)).isEqualTo(0);
    x[3] = -0f;
    assertThat(kernels.argMax(x, 3, 9)).isEqualTo(0);
  }

  private static void assertSum(float sum, float[] x, int off, int n, int stride) {
    double truth = 0;
    double size = 0;
    for (int i = 0; i < n; i++) {
      truth += x[off + i * stride];
      size += Math.abs(x[off + i * stride]);
    }
    assertThat((double) sum).isCloseTo(truth, offset(ROUNDINGS * 0x1p-24 * size));
  }
}
