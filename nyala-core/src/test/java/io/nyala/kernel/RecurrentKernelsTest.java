// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.kinds.FusedActivation;
import java.util.Arrays;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The parts of recurrent cells against the naive kernels, for rows narrower and wider than a
 * vector. Rows are further apart than they are wide; what lies between them must not change.
 */
@Tag("kernel")
class RecurrentKernelsTest {
  private static final RecurrentKernels FAST = KernelProvider.current().recurrent();
  private static final RecurrentKernels NAIVE = KernelProvider.scalar().recurrent();
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
  private static final int[] WIDTHS = {
    1, 3, LANES - 1, LANES, LANES + 1, 2 * LANES, 3 * LANES + 5, 100
  };
  private static final int ROWS = 7;

  /** A few operations on numbers up to 4, of which sigmoid and tanh err by 3 ulp of at most 1. */
  private static final float BOUND = 4e-6f;

  /** The places of an operand: rows of n elements, or 4 n for gates, and a gap. */
  private record Place(int at, int stride) {
    int row(int i) {
      return at + i * stride;
    }
  }

  /** Runs rows {@code first} to {@code first + rows} of a kernel on one array. */
  private interface Case {
    void run(RecurrentKernels kernels, float[] x, int n, int first, int rows);
  }

  private static Place place(int number, int n) {
    int stride = 4 * n + 3;
    return new Place(2 + number * (ROWS * stride + 1), stride);
  }

  /** Numbers between -1 and 1. */
  private static float[] numbers(int operands, int n) {
    Random random = new Random(n);
    float[] x = new float[place(operands, n).at() + 16];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() * 2 - 1;
    }
    return x;
  }

  private static void check(int operands, Case kernel) {
    for (int n : WIDTHS) {
      float[] want = numbers(operands, n);
      float[] got = want.clone();
      float[] apart = want.clone();
      kernel.run(NAIVE, want, n, 0, ROWS);
      kernel.run(FAST, got, n, 0, ROWS);
      for (int i = 0; i < ROWS; i++) {
        kernel.run(FAST, apart, n, i, 1);
      }
      assertThat(got).as("rows of %d together and apart", n).isEqualTo(apart);
      float[] before = numbers(operands, n);
      for (int i = 0; i < got.length; i++) {
        if (want[i] == before[i]) {
          assertThat(got[i])
              .as("element %d, which is no result, of rows of %d", i, n)
              .isEqualTo(want[i]);
        } else {
          assertThat(Math.abs(got[i] - want[i]))
              .as("element %d of rows of %d", i, n)
              .isLessThan(BOUND);
        }
      }
      assertThat(Arrays.equals(want, before)).as("nothing was computed").isFalse();
    }
  }

  @Test
  void activates_sums() {
    for (FusedActivation activation : FusedActivation.values()) {
      check(
          3,
          (kernels, x, n, first, rows) -> {
            Place a = place(0, n);
            Place b = place(1, n);
            Place y = place(2, n);
            kernels.activateSum(
                activation,
                rows,
                n,
                x,
                a.row(first),
                a.stride(),
                x,
                b.row(first),
                b.stride(),
                x,
                y.row(first),
                y.stride());
          });
    }
  }

  @Test
  void computes_the_states_of_an_lstm() {
    for (FusedActivation activation :
        new FusedActivation[] {FusedActivation.TANH, FusedActivation.RELU}) {
      check(
          4,
          (kernels, x, n, first, rows) -> {
            Place gates = place(0, n);
            Place before = place(1, n);
            Place c = place(2, n);
            Place h = place(3, n);
            kernels.lstm(
                activation,
                rows,
                n,
                x,
                gates.row(first),
                gates.stride(),
                x,
                before.row(first),
                before.stride(),
                x,
                c.row(first),
                c.stride(),
                x,
                h.row(first),
                h.stride());
          });
    }
  }

  @Test
  void computes_the_gradient_of_an_lstm() {
    for (FusedActivation activation :
        new FusedActivation[] {FusedActivation.TANH, FusedActivation.RELU}) {
      check(
          7,
          (kernels, x, n, first, rows) -> {
            Place gates = place(0, n);
            Place before = place(1, n);
            Place c = place(2, n);
            Place dh = place(3, n);
            int dc = place(4, n).at() + first * n;
            int dcBefore = place(5, n).at() + first * n;
            Place d = place(6, n);
            kernels.lstmGradient(
                activation,
                rows,
                n,
                x,
                gates.row(first),
                gates.stride(),
                x,
                before.row(first),
                before.stride(),
                x,
                c.row(first),
                c.stride(),
                x,
                dh.row(first),
                dh.stride(),
                x,
                dc,
                x,
                dcBefore,
                x,
                d.row(first),
                d.stride());
          });
    }
  }

  @Test
  void computes_the_state_of_a_gru() {
    check(
        3,
        (kernels, x, n, first, rows) -> {
          Place gates = place(0, n);
          Place before = place(1, n);
          Place h = place(2, n);
          kernels.gru(
              rows,
              n,
              x,
              gates.row(first),
              gates.stride(),
              x,
              before.row(first),
              before.stride(),
              x,
              h.row(first),
              h.stride());
        });
  }

  @Test
  void computes_the_gradient_of_a_gru() {
    check(
        5,
        (kernels, x, n, first, rows) -> {
          Place gates = place(0, n);
          Place before = place(1, n);
          Place dh = place(2, n);
          Place d = place(3, n);
          Place dBefore = place(4, n);
          kernels.gruGradient(
              FusedActivation.TANH,
              rows,
              n,
              x,
              gates.row(first),
              gates.stride(),
              x,
              before.row(first),
              before.stride(),
              x,
              dh.row(first),
              dh.stride(),
              x,
              d.row(first),
              d.stride(),
              x,
              dBefore.row(first),
              dBefore.stride());
        });
  }

  /** Whole numbers, so that the order of sums makes no difference. */
  @Test
  void multiplies_by_a_packed_matrix_and_adds() {
    Random random = new Random(1);
    for (int m : new int[] {1, 4, 9, 12, 26, 50}) {
      for (int k : new int[] {1, 7, 100, 257, 400}) {
        for (int n : new int[] {1, LANES - 1, LANES, LANES + 1, 2 * LANES, 4 * LANES + 3, 100}) {
          float[] a = whole(random, m * (k + 2));
          float[] b = whole(random, k * (n + 1));
          float[] want = product(NAIVE, false, m, k, n, a, b);
          assertThat(product(FAST, false, m, k, n, a, b))
              .as("%d x %d x %d", m, k, n)
              .isEqualTo(want);
          assertThat(product(FAST, true, m, k, n, a, transposed(k, n, b)))
              .as("%d x %d x %d, transposed", m, k, n)
              .isEqualTo(want);
        }
      }
    }
  }

  /** Returns twice the product, computed and then added to itself. */
  private static float[] product(
      RecurrentKernels kernels, boolean transposed, int m, int k, int n, float[] a, float[] b) {
    int padded = kernels.paddedColumns(n);
    float[] packed = new float[k * padded];
    kernels.pack(transposed, k, n, b, 0, (transposed ? k : n) + 1, packed, 0);
    float[] y = new float[kernels.paddedRows(m) * padded];
    kernels.product(m, k, n, a, 0, k + 2, packed, 0, y, 0, false);
    kernels.product(m, k, n, a, 0, k + 2, packed, 0, y, 0, true);
    float[] rows = new float[m * n];
    for (int i = 0; i < m; i++) {
      System.arraycopy(y, i * padded, rows, i * n, n);
    }
    return rows;
  }

  private static float[] transposed(int k, int n, float[] b) {
    float[] y = new float[n * (k + 1)];
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        y[j * (k + 1) + p] = b[p * (n + 1) + j];
      }
    }
    return y;
  }

  private static float[] whole(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(7) - 3;
    }
    return x;
  }
}
