// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.kernel.GemmKernels;
import io.nyala.kernel.scalar.ScalarGemm;
import io.nyala.ops.kinds.FusedActivation;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the promised chain bit by bit, and against the scalar twin. */
@Tag("kernel")
class VectorGemmTest {
  private static final GemmKernels VECTOR = new VectorGemm();
  private static final GemmKernels SCALAR = new ScalarGemm();
  private static final int[] EDGES = {1, 2, 3, 4, 5, 6, LANES - 1, LANES, 2 * LANES + 1, 13, 37};
  private static final boolean[] BOTH = {false, true};

  @Test
  void is_the_promised_chain_at_every_edge() {
    int turn = 0;
    for (int m : EDGES) {
      for (int n : EDGES) {
        for (int k : new int[] {0, 1, 2, LANES - 1, LANES, 2 * LANES + 1, 29}) {
          for (boolean transposeA : BOTH) {
            for (boolean transposeB : BOTH) {
              turn++;
              boolean accumulate = turn % 5 == 0;
              FusedActivation activation =
                  turn % 3 == 0 ? FusedActivation.RELU : FusedActivation.LINEAR;
              // With gaps no case is a single contiguous column, whose order is another one.
              checkBits(
                  new GemmCase(
                      transposeA,
                      transposeB,
                      m,
                      n,
                      k,
                      k != 1 && turn % 7 != 0 || n == 1,
                      accumulate,
                      turn % 2 == 0,
                      activation));
            }
          }
        }
      }
    }
  }

  @Test
  void is_the_promised_chain_where_blocks_end() {
    int[][] sizes = {
      {32, 300, 530}, // A packed, C transposed; two blocks of k
      {5, 1100, 12}, // two blocks of a transposed result
      {275, 200, 12}, // two blocks of rows, packed
      {275, 200, LANES + 5}, // the same, where transposes overlap
      {275, 200, 530}, // two blocks of rows, packed, and of k
      {275, 40, 12}, // rows, not packed
      {20, 37, 1025} // three blocks of k
    };
    for (int[] size : sizes) {
      for (boolean transposeA : BOTH) {
        for (boolean transposeB : BOTH) {
          for (boolean accumulate : BOTH) {
            checkBits(
                new GemmCase(
                    transposeA,
                    transposeB,
                    size[0],
                    size[1],
                    size[2],
                    true,
                    accumulate,
                    true,
                    FusedActivation.RELU));
          }
        }
      }
    }
  }

  @Test
  void is_the_promised_chain_where_elements_share_a_set_of_the_cache() {
    for (boolean transposeB : BOTH) {
      checkBits(
          new GemmCase(true, transposeB, 1024, 100, 37, false, true, true, FusedActivation.RELU));
    }
  }

  @Test
  void agrees_with_the_scalar_twin_for_every_activation() {
    for (FusedActivation activation : FusedActivation.values()) {
      for (int n : new int[] {1, 2, LANES, 2 * LANES + 3}) {
        for (int m : new int[] {1, 3, 4, LANES + 1, 3 * LANES}) {
          for (boolean gaps : BOTH) {
            GemmCase x = new GemmCase(false, false, m, n, 19, gaps, false, true, activation);
            float[] expected = x.run(SCALAR, 0, m, 0, n);
            // Sums of 20 products of about 1: their rounding, and that of the activation.
            assertThat(x.run(VECTOR, 0, m, 0, n))
                .as("%s", x)
                .containsExactly(expected, within(2e-5f));
          }
        }
      }
    }
  }

  @Test
  void agrees_with_the_scalar_twin_on_a_contiguous_column() {
    for (int m : EDGES) {
      for (int k : EDGES) {
        for (boolean transposeA : BOTH) {
          for (boolean accumulate : BOTH) {
            GemmCase x =
                new GemmCase(
                    transposeA, false, m, 1, k, false, accumulate, true, FusedActivation.LINEAR);
            float[] expected = x.run(SCALAR, 0, m, 0, 1);
            assertThat(x.run(VECTOR, 0, m, 0, 1))
                .as("%s", x)
                .containsExactly(expected, within(2e-5f));
          }
        }
      }
    }
  }

  @Test
  void gives_the_same_bits_in_any_blocks() {
    Random random = new Random(3);
    for (int round = 0; round < 30; round++) {
      GemmCase x =
          new GemmCase(
              random.nextBoolean(),
              random.nextBoolean(),
              1 + random.nextInt(60),
              random.nextInt(8) == 0 ? 1 : 1 + random.nextInt(150),
              random.nextInt(300),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              FusedActivation.values()[random.nextInt(FusedActivation.values().length)]);
      float[] whole = x.run(VECTOR, 0, x.m, 0, x.n);
      float[] parts = x.c.clone();
      split(x, parts, 0, x.m, 0, x.n, random);
      assertThat(parts).as("%s", x).isEqualTo(whole);
    }
  }

  @Test
  void passes_nan_and_infinity_on() {
    for (FusedActivation activation :
        new FusedActivation[] {FusedActivation.LINEAR, FusedActivation.RELU}) {
      GemmCase x = new GemmCase(false, false, 9, LANES + 2, 6, false, false, false, activation);
      x.a[x.aOff] = Float.NaN;
      x.a[x.aOff + x.lda] = Float.POSITIVE_INFINITY;
      checkBits(x);
    }
  }

  private static void checkBits(GemmCase x) {
    float[] expected = x.chains();
    float[] actual = x.run(VECTOR, 0, x.m, 0, x.n);
    for (int i = 0; i < expected.length; i++) {
      // 0 and -0 are one: which of them a maximum returns is not promised.
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])
          && expected[i] != actual[i]) {
        int at = i - x.cOff;
        assertThat(actual[i])
            .as("%s: element (%d, %d)", x, at / x.ldc, at % x.ldc)
            .isEqualTo(expected[i]);
      }
    }
  }

  private static void split(
      GemmCase x, float[] result, int m0, int m1, int n0, int n1, Random random) {
    boolean rows = m1 - m0 > 1 && (n1 - n0 == 1 || random.nextBoolean());
    if (random.nextInt(4) == 0 || (m1 - m0) * (n1 - n0) < 2) {
      x.run(VECTOR, result, m0, m1, n0, n1);
    } else if (rows) {
      int middle = m0 + 1 + random.nextInt(m1 - m0 - 1);
      split(x, result, m0, middle, n0, n1, random);
      split(x, result, middle, m1, n0, n1, random);
    } else {
      int middle = n0 + 1 + random.nextInt(n1 - n0 - 1);
      split(x, result, m0, m1, n0, middle, random);
      split(x, result, m0, m1, middle, n1, random);
    }
  }
}
