// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.ops.kinds.FusedActivation;
import org.junit.jupiter.api.Test;

/** Products worked out by hand. */
class ScalarGemmTest {
  // [1 2 3; 4 5 6] [7 8; 9 10; 11 12] = [58 64; 139 154]
  private static final float[] A = {1, 2, 3, 4, 5, 6};
  private static final float[] A_TRANSPOSED = {1, 4, 2, 5, 3, 6};
  private static final float[] B = {7, 8, 9, 10, 11, 12};
  private static final float[] B_TRANSPOSED = {7, 9, 11, 8, 10, 12};

  @Test
  void multiplies_in_all_four_orders() {
    assertThat(product(false, false, null, FusedActivation.LINEAR))
        .containsExactly(58, 64, 139, 154);
    assertThat(product(true, false, null, FusedActivation.LINEAR))
        .containsExactly(58, 64, 139, 154);
    assertThat(product(false, true, null, FusedActivation.LINEAR))
        .containsExactly(58, 64, 139, 154);
    assertThat(product(true, true, null, FusedActivation.LINEAR)).containsExactly(58, 64, 139, 154);
  }

  @Test
  void adds_bias_before_activation() {
    float[] bias = {99, -60, -140};
    assertThat(product(false, false, bias, FusedActivation.LINEAR))
        .containsExactly(-2, -76, 79, 14);
    assertThat(product(false, false, bias, FusedActivation.RELU)).containsExactly(0, 0, 79, 14);
    assertThat(product(false, false, bias, FusedActivation.TANH))
        .containsExactly(new float[] {-0.9640276f, -1, 1, 1}, within(1e-6f));
    assertThat(product(false, false, bias, FusedActivation.SIGMOID))
        .containsExactly(new float[] {0.11920292f, 0, 1, 0.99999917f}, within(1e-6f));
  }

  @Test
  void computes_only_the_block_and_accumulates_into_it() {
    float[] c = {-1, 1, 2, 3, 4};
    new ScalarGemm()
        .gemm(
            false,
            false,
            1,
            2,
            0,
            1,
            3,
            A,
            0,
            3,
            B,
            0,
            2,
            c,
            1,
            2,
            true,
            null,
            0,
            FusedActivation.LINEAR);
    assertThat(c).containsExactly(-1, 1, 2, 3 + 139, 4);
  }

  /** The 2 x 2 product; a bias is read from its second element onwards. */
  private static float[] product(
      boolean transposeA, boolean transposeB, float[] bias, FusedActivation activation) {
    float[] c = new float[4];
    new ScalarGemm()
        .gemm(
            transposeA,
            transposeB,
            0,
            2,
            0,
            2,
            3,
            transposeA ? A_TRANSPOSED : A,
            0,
            transposeA ? 2 : 3,
            transposeB ? B_TRANSPOSED : B,
            0,
            transposeB ? 3 : 2,
            c,
            0,
            2,
            false,
            bias,
            1,
            activation);
    return c;
  }
}
