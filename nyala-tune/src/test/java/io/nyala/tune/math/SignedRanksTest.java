// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.tune.math.SignedRanks.Alternative;
import io.nyala.tune.math.SignedRanks.Zeros;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers come from scipy 1.17.1: {@code scipy.stats.wilcoxon}. */
class SignedRanksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.5 -0.3 2.1 0.8 -1.1 3.2 0.45|0.078125|0.9453125|0.15625",
        "1 1 -1 2 2 3 -3 4|0.12109375|0.92578125|0.2421875",
        "0 0 1 -2 3 4|0.1875|0.875|0.375",
        "0 0 0|1|1|1",
        "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8|0.00390625|1|0.0078125",
      })
  void few_differences_are_counted_out(
      String values, double greater, double less, double twoSided) {
    double[] d = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();

    for (Zeros zeros : Zeros.values()) {
      assertClose(d, zeros, greater, less, twoSided);
    }
  }

  @Test
  void thirty_without_ties_are_counted_out_too() {
    assertClose(
        golden(30), Zeros.DROPPED, 0.06206723116338253, 0.940461715683341, 0.12413446232676506);
  }

  @Test
  void sixty_are_approximated() {
    assertClose(
        golden(60), Zeros.DROPPED, 0.008883555815608526, 0.9911164441843915, 0.017767111631217053);
  }

  @Test
  void thirty_with_ties_and_zeros_are_approximated() {
    double[] d = IntStream.range(0, 30).mapToDouble(i -> i * 7 % 11 - 4).toArray();

    assertClose(d, Zeros.DROPPED, 0.045364313527559944, 0.95463568647244, 0.09072862705511989);
    assertClose(d, Zeros.SPLIT, 0.049403075402362724, 0.9505969245976372, 0.09880615080472545);
  }

  @Test
  void nothing_has_no_probability() {
    assertThat(SignedRanks.pValue(new double[0], Alternative.LESS, Zeros.SPLIT)).isNaN();
  }

  private static double[] golden(int n) {
    return IntStream.range(0, n).mapToDouble(i -> i * 0.6180339887498949 % 1 - 0.4).toArray();
  }

  private static void assertClose(
      double[] d, Zeros zeros, double greater, double less, double twoSided) {
    assertThat(SignedRanks.pValue(d, Alternative.GREATER, zeros)).isCloseTo(greater, within(1e-12));
    assertThat(SignedRanks.pValue(d, Alternative.LESS, zeros)).isCloseTo(less, within(1e-12));
    assertThat(SignedRanks.pValue(d, Alternative.TWO_SIDED, zeros))
        .isCloseTo(twoSided, within(1e-12));
  }
}
