// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static io.nyala.kernel.KernelData.OFFSET;
import static io.nyala.kernel.KernelData.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The scalar twin sums in double, so it is the truth here. */
@Tag("kernel")
class ColumnKernelsTest {
  private static final ColumnKernels SCALAR = KernelProvider.scalar().columns();
  private static final int[] ROWS = {1, 2, 5, 64, 700};
  private static final int STRIDE = 300;

  /** Roundings that an element can go through before its block is emptied. */
  private static final double RELATIVE = 140 * 0x1p-24;

  @Test
  void moments_agree() {
    ColumnKernels kernels = KernelProvider.current().columns();
    for (int rows : ROWS) {
      float[] x = shifted(rows);
      for (int columns : KernelData.sizes()) {
        float[] mean = new float[columns + 2];
        float[] variance = new float[columns + 2];
        kernels.columnMoments(x, OFFSET, rows, columns, STRIDE, mean, 1, variance, 1);
        float[] meanTruth = new float[columns + 2];
        float[] varianceTruth = new float[columns + 2];
        SCALAR.columnMoments(x, OFFSET, rows, columns, STRIDE, meanTruth, 1, varianceTruth, 1);
        close(mean, meanTruth, RELATIVE * 5); // numbers of size 5
        close(variance, varianceTruth, RELATIVE * 2);
      }
    }
  }

  @Test
  void gradient_sums_agree() {
    ColumnKernels kernels = KernelProvider.current().columns();
    for (int rows : ROWS) {
      float[] x = shifted(rows);
      float[] dy = normal(rows * STRIDE + 1, rows);
      for (int columns : KernelData.sizes()) {
        float[] mean = normal(columns, 9);
        float[] sums = new float[columns + 2];
        float[] products = new float[columns + 1];
        kernels.columnGradientSums(
            x, OFFSET, mean, 0, dy, 1, rows, columns, STRIDE, sums, 1, products, 1);
        float[] sumsTruth = new float[columns + 2];
        float[] productsTruth = new float[columns + 1];
        SCALAR.columnGradientSums(
            x, OFFSET, mean, 0, dy, 1, rows, columns, STRIDE, sumsTruth, 1, productsTruth, 1);
        close(sums, sumsTruth, RELATIVE * rows);
        close(products, productsTruth, RELATIVE * rows * 5);
      }
    }
  }

  @Test
  void elementwise_kernels_agree_bit_for_bit() {
    ColumnKernels kernels = KernelProvider.current().columns();
    int rows = 5;
    float[] x = shifted(rows);
    float[] dy = normal(rows * STRIDE + 1, 8);
    for (int columns : KernelData.sizes()) {
      float[] p = normal(columns + 1, 1);
      float[] q = normal(columns + 2, 2);
      float[] r = normal(columns + 3, 3);
      float[] y = new float[rows * STRIDE + 2];
      float[] truth = new float[rows * STRIDE + 2];
      kernels.scaleShiftColumns(x, OFFSET, p, 1, q, 2, y, 1, rows, columns, STRIDE);
      SCALAR.scaleShiftColumns(x, OFFSET, p, 1, q, 2, truth, 1, rows, columns, STRIDE);
      assertThat(y).containsExactly(truth);
      kernels.combineColumns(dy, 1, x, OFFSET, p, 1, q, 2, r, 3, y, 2, rows, columns, STRIDE);
      SCALAR.combineColumns(dy, 1, x, OFFSET, p, 1, q, 2, r, 3, truth, 2, rows, columns, STRIDE);
      assertThat(y).containsExactly(truth);
    }
  }

  @Test
  void a_column_does_not_depend_on_the_cut() {
    ColumnKernels kernels = KernelProvider.current().columns();
    int rows = 700;
    int columns = 71;
    float[] x = shifted(rows);
    float[] dy = normal(rows * STRIDE, 4);
    float[] mean = new float[columns];
    float[] variance = new float[columns];
    float[] sums = new float[columns];
    float[] products = new float[columns];
    kernels.columnMoments(x, 0, rows, columns, STRIDE, mean, 0, variance, 0);
    kernels.columnGradientSums(x, 0, mean, 0, dy, 0, rows, columns, STRIDE, sums, 0, products, 0);
    float[] again = new float[4];
    for (int c = 0; c < columns; c++) {
      kernels.columnMoments(x, c, rows, 1, STRIDE, again, 0, again, 1);
      kernels.columnGradientSums(x, c, mean, c, dy, c, rows, 1, STRIDE, again, 2, again, 3);
      assertThat(again).containsExactly(mean[c], variance[c], sums[c], products[c]);
    }
  }

  /** Standard normal numbers about a mean of 5, where a one-pass variance would lose digits. */
  private static float[] shifted(int rows) {
    float[] x = normal(rows * STRIDE + OFFSET, rows + 1);
    for (int i = 0; i < x.length; i++) {
      x[i] += 5;
    }
    return x;
  }

  private static void close(float[] y, float[] truth, double absolute) {
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i]).as("element %d", i).isCloseTo(truth[i], offset(absolute));
    }
  }
}
