// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.random.NumPyRandom;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final float[] VALUES = {1, 3, 2};
  private static final int DRAWS = 20_000;

  private static double[] shares(Policy policy, long step) {
    NumPyRandom random = new NumPyRandom(0);
    double[] shares = new double[VALUES.length];
    for (int i = 0; i < DRAWS; i++) {
      shares[policy.choose(VALUES, step, random)] += 1.0 / DRAWS;
    }
    return shares;
  }

  @Test
  void goes_in_a_straight_line_and_stays() {
    Annealed line = new Annealed(1, 0.2, 100);
    assertThat(line.at(0)).isEqualTo(1);
    assertThat(line.at(50)).isCloseTo(0.6, within(1e-12));
    assertThat(line.at(100)).isEqualTo(0.2);
    assertThat(line.at(1000)).isEqualTo(0.2);
    assertThat(Annealed.constant(3).at(0)).isEqualTo(3);
  }

  @Test
  void explores_as_much_as_was_asked() {
    double[] shares = shares(new EpsilonGreedy(new Annealed(1, 0.3, 10)), 10);
    assertThat(shares[0]).isCloseTo(0.1, within(0.01));
    assertThat(shares[1]).isCloseTo(0.8, within(0.01));
    assertThat(shares(new EpsilonGreedy(0), 0)[1]).isCloseTo(1, within(1e-9));
    // softmax of 0.5, 1.5, 1
    shares = shares(new Boltzmann(2), 0);
    assertThat(shares[0]).isCloseTo(0.1863, within(0.01));
    assertThat(shares[1]).isCloseTo(0.5065, within(0.01));
    assertThat(shares(Boltzmann.max(0.5, 2), 0)[1]).isCloseTo(0.7533, within(0.01));
  }

  @Test
  void takes_the_first_of_the_best() {
    assertThat(Policy.best(new float[] {1, 5, 5})).isEqualTo(1);
    assertThatThrownBy(() -> Policy.best(new float[] {Float.NaN, Float.NaN}))
        .hasMessageContaining("NaN");
  }

  @Test
  void refuses_what_is_no_probability() {
    assertThatThrownBy(() -> new EpsilonGreedy(1.5)).hasMessageContaining("got 1.5");
    assertThatThrownBy(() -> new Boltzmann(0)).hasMessageContaining("temperature");
    assertThatThrownBy(() -> new Annealed(1, Double.NaN, 3)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Annealed(1, 0, -1)).hasMessageContaining("steps");
  }
}
