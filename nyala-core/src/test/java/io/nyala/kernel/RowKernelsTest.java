// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static io.nyala.kernel.KernelData.OFFSET;
import static io.nyala.kernel.KernelData.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The scalar twin computes in double, so it is the truth here. */
@Tag("kernel")
class RowKernelsTest {
  private static final RowKernels SCALAR = KernelProvider.scalar().rows();

  /** Half a unit in the last place of 1. */
  private static final double HALF_ULP = 0x1p-24;

  /** Roundings of a sum of some hundred elements over the lanes, and of what surrounds it. */
  private static final int ROUNDINGS = 24;

  private interface RowFunction {
    void run(RowKernels kernels, float[] y, int rows, int columns);
  }

  @Test
  void softmax_agrees() {
    for (int columns : KernelData.sizes()) {
      int rows = 7;
      float[] x = scaled(rows * columns + OFFSET, 5, columns);
      // Shifts of up to 40 are rounded before the exponential magnifies them.
      agree(
          HALF_ULP * (ROUNDINGS + 40),
          0,
          rows,
          columns,
          (kernels, y, r, c) -> kernels.softmaxRows(x, OFFSET, y, OFFSET, r, c));
    }
  }

  @Test
  void softmax_works_in_place_and_sums_to_one() {
    RowKernels kernels = KernelProvider.current().rows();
    int rows = 301;
    int columns = 10;
    float[] x = scaled(rows * columns, 3, 1);
    float[] y = new float[x.length];
    kernels.softmaxRows(x, 0, y, 0, rows, columns);
    kernels.softmaxRows(x, 0, x, 0, rows, columns);
    assertThat(x).containsExactly(y);
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int c = 0; c < columns; c++) {
        sum += y[r * columns + c];
      }
      assertThat(sum).isCloseTo(1, offset(ROUNDINGS * HALF_ULP));
    }
  }

  @Test
  void softmax_survives_extreme_logits() {
    RowKernels kernels = KernelProvider.current().rows();
    float infinity = Float.POSITIVE_INFINITY;
    float[] x = {1e30f, -1e30f, 0, -infinity, 5, 5, -infinity, -infinity, 0, Float.NaN, 1, 2};
    float[] y = new float[12];
    kernels.softmaxRows(x, 0, y, 0, 4, 3);
    assertThat(y).containsExactly(1, 0, 0, 0, 0.5f, 0.5f, 0, 0, 1, Float.NaN, Float.NaN, Float.NaN);
    kernels.logSoftmaxRows(x, 0, y, 0, 3, 3);
    float half = (float) -Math.log(2);
    assertThat(Arrays.copyOf(y, 9))
        .containsExactly(0, -2e30f, -1e30f, -infinity, half, half, -infinity, -infinity, 0);
  }

  @Test
  void a_row_does_not_depend_on_the_others() {
    RowKernels kernels = KernelProvider.current().rows();
    int rows = 500;
    int columns = 13;
    float[] x = scaled(rows * columns, 2, 3);
    float[] together = new float[x.length];
    float[] apart = new float[x.length];
    kernels.softmaxRows(x, 0, together, 0, rows, columns);
    for (int r = 0; r < rows; r++) {
      kernels.softmaxRows(x, r * columns, apart, r * columns, 1, columns);
    }
    assertThat(apart).containsExactly(together);
    kernels.logSoftmaxRows(x, 0, together, 0, rows, columns);
    for (int r = 0; r < rows; r++) {
      kernels.logSoftmaxRows(x, r * columns, apart, r * columns, 1, columns);
    }
    assertThat(apart).containsExactly(together);
    kernels.softmaxGradientRows(x, 0, x, 0, together, 0, rows, columns);
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      kernels.softmaxGradientRows(x, at, x, at, apart, at, 1, columns);
    }
    assertThat(apart).containsExactly(together);
  }

  @Test
  void softmax_gradient_agrees() {
    for (int columns : KernelData.sizes()) {
      int rows = 7;
      float[] p = new float[rows * columns + OFFSET];
      KernelProvider.scalar()
          .rows()
          .softmaxRows(scaled(p.length, 2, 5), OFFSET, p, OFFSET, rows, columns);
      float[] d = scaled(p.length, 1, columns);
      // The sum of products with weights of 1 in total, each below 6.
      agree(
          HALF_ULP * ROUNDINGS,
          HALF_ULP * (ROUNDINGS + columns) * 6,
          rows,
          columns,
          (kernels, y, r, c) -> kernels.softmaxGradientRows(p, OFFSET, d, OFFSET, y, OFFSET, r, c));
    }
  }

  @Test
  void log_softmax_agrees() {
    for (int columns : KernelData.sizes()) {
      int rows = 7;
      float[] x = scaled(rows * columns + OFFSET, 5, columns);
      // Numbers of up to 40, of which the last subtraction may leave little.
      agree(
          HALF_ULP * ROUNDINGS,
          HALF_ULP * 40,
          rows,
          columns,
          (kernels, y, r, c) -> kernels.logSoftmaxRows(x, OFFSET, y, OFFSET, r, c));
    }
  }

  @Test
  void cross_entropy_agrees() {
    RowKernels kernels = KernelProvider.current().rows();
    for (int columns : KernelData.sizes()) {
      if (columns == 0) {
        continue; // no distribution
      }
      int rows = 7;
      float[] x = scaled(rows * columns + 2, 4, columns);
      float[] targets = new float[rows * columns + 1];
      for (int r = 0; r < rows; r++) {
        targets[1 + r * columns + r % columns] = 0.75f; // label smoothing leaves no zeros
        targets[1 + r * columns + (r + 3) % columns] += 0.25f;
      }
      float[] loss = new float[rows + 2];
      float[] probabilities = new float[rows * columns];
      kernels.crossEntropyRows(x, 2, targets, 1, loss, 1, probabilities, 0, rows, columns);
      float[] lossTruth = new float[rows + 2];
      float[] truth = new float[rows * columns];
      SCALAR.crossEntropyRows(x, 2, targets, 1, lossTruth, 1, truth, 0, rows, columns);
      close(loss, lossTruth, HALF_ULP * ROUNDINGS, HALF_ULP * 80);
      close(probabilities, truth, HALF_ULP * (ROUNDINGS + 40), 0);
    }
  }

  @Test
  void layer_normalisation_agrees() {
    for (int columns : KernelData.sizes()) {
      if (columns == 0) {
        continue; // the mean of nothing
      }
      int rows = 37;
      float[] x = scaled(rows * columns + 1, 3, columns);
      float[] gamma = normal(columns + 2, 1);
      float[] beta = normal(columns + 1, 2);
      float[] mean = new float[rows];
      float[] rstd = new float[rows];
      for (float[] g : new float[][] {gamma, null}) {
        for (float[] b : new float[][] {beta, null}) {
          agree(
              HALF_ULP * ROUNDINGS,
              HALF_ULP * ROUNDINGS * 8,
              rows,
              columns,
              (kernels, y, r, c) ->
                  kernels.layerNormRows(
                      x, 1, g, 2, b, 1, 1e-3f, y, OFFSET, mean, 0, rstd, 0, r, c));
        }
        float[] dy = normal(rows * columns + 1, columns + 1);
        agree(
            HALF_ULP * ROUNDINGS,
            HALF_ULP * ROUNDINGS * 40, // rstd is up to 32 when there is one column
            rows,
            columns,
            (kernels, dx, r, c) ->
                kernels.layerNormGradientRows(
                    x, 1, mean, 0, rstd, 0, g, 2, dy, 1, dx, OFFSET, r, c));
      }
    }
  }

  @Test
  void layer_normalisation_keeps_its_moments() {
    RowKernels kernels = KernelProvider.current().rows();
    float[] x = {1, 2, 3, 4, 10, 10, 10, 10};
    float[] mean = new float[3];
    float[] rstd = new float[3];
    kernels.layerNormRows(x, 0, null, 0, null, 0, 0.75f, new float[8], 0, mean, 1, rstd, 1, 2, 4);
    assertThat(mean).containsExactly(0, 2.5f, 10);
    // variance 1.25, plus epsilon 0.75
    assertThat(rstd).containsExactly(0, (float) (1 / Math.sqrt(2)), (float) (1 / Math.sqrt(0.75)));
  }

  private static float[] scaled(int n, float factor, long seed) {
    float[] x = normal(n, seed);
    for (int i = 0; i < n; i++) {
      x[i] *= factor;
    }
    return x;
  }

  /** Compares y of the twins, which the function writes from OFFSET on, and what is around it. */
  private static void agree(
      double relative, double absolute, int rows, int columns, RowFunction function) {
    float[] y = new float[rows * columns + 2 * OFFSET];
    float[] truth = new float[y.length];
    function.run(KernelProvider.current().rows(), y, rows, columns);
    function.run(SCALAR, truth, rows, columns);
    close(y, truth, relative, absolute);
  }

  private static void close(float[] y, float[] truth, double relative, double absolute) {
    for (int i = 0; i < y.length; i++) {
      double bound = relative * Math.abs(truth[i]) + absolute;
      assertThat((double) y[i]).as("element %d", i).isCloseTo(truth[i], offset(bound));
    }
  }
}
