// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class MoveKernelsTest {
  private static final MoveKernels SCALAR = KernelProvider.scalar().move();

  @Test
  void contiguous_and_repeated_axes_are_copied() {
    check(new int[] {}, new int[] {}, new int[] {});
    check(new int[] {1}, new int[] {1}, new int[] {100});
    check(new int[] {0}, new int[] {1}, new int[] {37});
    check(new int[] {2}, new int[] {3}, new int[] {23});
    check(new int[] {20, 5, 1}, new int[] {20, 5, 1}, new int[] {3, 4, 5});
    check(new int[] {0, 1}, new int[] {33, 1}, new int[] {7, 33}); // a bias to a batch
    check(new int[] {1, 0}, new int[] {33, 1}, new int[] {7, 33}); // a column to a matrix
    check(new int[] {50, 1}, new int[] {9, 1}, new int[] {11, 9}); // slices
    check(new int[] {1000, 7, 1}, new int[] {40, 8, 1}, new int[] {3, 5, 2});
    check(new int[] {9, 1}, new int[] {9, 1}, new int[] {0, 9});
  }

  @Test
  void axes_of_extent_one_may_have_any_stride() {
    check(new int[] {12345, 1, 777}, new int[] {0, 1, 999}, new int[] {1, 40, 1});
    check(new int[] {40, 999, 1}, new int[] {80, -5, 1}, new int[] {3, 1, 40});
  }

  @Test
  void negative_strides_walk_backwards() {
    check(new int[] {-1}, new int[] {1}, new int[] {50});
    check(new int[] {-50, 1}, new int[] {50, 1}, new int[] {4, 50});
    check(new int[] {-50, -1}, new int[] {50, 1}, new int[] {4, 50});
    check(new int[] {1, -40}, new int[] {40, 1}, new int[] {31, 30});
  }

  @Test
  void matrices_are_transposed() {
    for (int rows : new int[] {1, 2, 3, 4, 7, 8, 15, 16, 17, 33, 100}) {
      for (int columns : new int[] {1, 2, 5, 8, 16, 19, 64}) {
        check(new int[] {1, columns}, new int[] {rows, 1}, new int[] {columns, rows});
        check(new int[] {1, columns + 3}, new int[] {rows + 2, 1}, new int[] {columns, rows});
      }
    }
  }

  @Test
  void axes_are_permuted() {
    int[] extents = {3, 5, 18, 21};
    int[][] permutations = {
      {0, 1, 3, 2}, {0, 2, 1, 3}, {0, 3, 1, 2}, {0, 2, 3, 1}, {3, 2, 1, 0}, {2, 0, 3, 1}
    };
    for (int[] permutation : permutations) {
      int[] strides = contiguous(extents);
      int[] permuted = new int[4];
      int[] xStrides = new int[4];
      for (int i = 0; i < 4; i++) {
        permuted[i] = extents[permutation[i]];
        xStrides[i] = strides[permutation[i]];
      }
      check(xStrides, contiguous(permuted), permuted);
    }
  }

  @Test
  void bits_are_kept() {
    int n = 300;
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = Float.intBitsToFloat(0x7f80_0001 + 12345 * i); // signalling NaN to a float unit
    }
    float[] y = new float[n];
    MoveKernels kernels = KernelProvider.current().move();
    kernels.copy(x, 0, new int[] {1, 20}, y, 0, new int[] {15, 1}, new int[] {20, 15});
    for (int i = 0; i < n; i++) {
      assertThat(Float.floatToRawIntBits(y[i % 20 * 15 + i / 20]))
          .isEqualTo(Float.floatToRawIntBits(x[i]));
    }
  }

  @Test
  void rows_are_gathered_and_scattered() {
    MoveKernels kernels = KernelProvider.current().move();
    Random random = new Random(3);
    for (int width : new int[] {1, 2, 11, 12, 50}) {
      int n = 40;
      int rows = 9;
      float[] index = new float[n + 1];
      for (int i = 0; i < n; i++) {
        index[1 + i] = Float.intBitsToFloat(random.nextInt(rows));
      }
      float[] table = KernelData.normal(rows * width + 2, width);
      float[] y = new float[n * width + 3];
      float[] truth = new float[y.length];
      kernels.gatherRows(table, 2, width, index, 1, n, y, 3);
      SCALAR.gatherRows(table, 2, width, index, 1, n, truth, 3);
      assertThat(y).containsExactly(truth);
      float[] sum = table.clone();
      float[] sumTruth = table.clone();
      kernels.scatterAddRows(y, 3, width, index, 1, n, sum, 2);
      SCALAR.scatterAddRows(y, 3, width, index, 1, n, sumTruth, 2);
      assertThat(sum).containsExactly(sumTruth);
    }
  }

  @Test
  void chosen_rows_are_summed_in_order() {
    MoveKernels kernels = KernelProvider.current().move();
    Random random = new Random(4);
    for (int width : new int[] {1, 7, 16, 33, 50, 100}) {
      int[] which = random.ints(9, 0, 20).toArray();
      float[] x = KernelData.normal(20 * width + 2, width);
      for (int to = 4; to <= 9; to++) {
        float[] y = new float[width + 3];
        float[] truth = new float[width + 3];
        kernels.sumRows(x, 2, width, which, 3, to, y, 1);
        for (int i = 3; i < to; i++) {
          for (int c = 0; c < width; c++) {
            truth[1 + c] += x[2 + which[i] * width + c];
          }
        }
        assertThat(y).containsExactly(truth);
        SCALAR.sumRows(x, 2, width, which, 3, to, y, 1);
        assertThat(y).containsExactly(truth);
      }
    }
  }

  private static int[] contiguous(int[] extents) {
    int[] strides = new int[extents.length];
    int stride = 1;
    for (int i = extents.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= extents[i];
    }
    return strides;
  }

  /** Copies with both twins between arrays that are just large enough. */
  private static void check(int[] xStrides, int[] yStrides, int[] extents) {
    int xOff = 2 + before(xStrides, extents);
    int yOff = 3 + before(yStrides, extents);
    float[] x = KernelData.normal(xOff + after(xStrides, extents) + 1, 1);
    float[] y = new float[yOff + after(yStrides, extents) + 4];
    float[] truth = y.clone();
    KernelProvider.current().move().copy(x, xOff, xStrides, y, yOff, yStrides, extents);
    SCALAR.copy(x, xOff, xStrides, truth, yOff, yStrides, extents);
    assertThat(y)
        .as("%s to %s of %s", Arrays.toString(xStrides), Arrays.toString(yStrides), extents)
        .containsExactly(truth);
  }

  private static int before(int[] strides, int[] extents) {
    int sum = 0;
    for (int i = 0; i < extents.length; i++) {
      sum += Math.max(0, -strides[i]) * Math.max(0, extents[i] - 1);
    }
    return sum;
  }

  private static int after(int[] strides, int[] extents) {
    int sum = 0;
    for (int i = 0; i < extents.length; i++) {
      sum += Math.max(0, strides[i]) * Math.max(0, extents[i] - 1);
    }
    return sum;
  }
}
