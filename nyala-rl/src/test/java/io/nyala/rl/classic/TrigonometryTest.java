// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrigonometryTest {
  @Test
  void is_that_of_the_library_but_for_the_last_bit() {
    for (double x = -60_000; x < 60_000; x = x < -8 || x > 8 ? x + 1.37 : x + 0.0037) {
      assertThat(Trigonometry.sin(x)).isCloseTo(StrictMath.sin(x), within(2.3e-16));
      assertThat(Trigonometry.cos(x)).isCloseTo(StrictMath.cos(x), within(2.3e-16));
    }
    for (int n = -1000; n < 1000; n++) { // near its zeros the relative error counts
      double x = n * Math.PI;
      double expected = StrictMath.sin(x);
      assertThat(Trigonometry.sin(x)).isCloseTo(expected, within(2 * Math.ulp(expected)));
    }
    assertThat(Trigonometry.sin(1e9)).isEqualTo(StrictMath.sin(1e9));
    assertThat(Trigonometry.cos(Double.NaN)).isNaN();
  }
}
