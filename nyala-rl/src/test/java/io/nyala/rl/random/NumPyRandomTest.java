// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumPyRandomTest {
  @Test
  void draws_what_numpy_draws() {
    int[] deck = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10};
    for (Map<String, Object> g : Golden.objects("generator")) {
      NumPyRandom random = new NumPyRandom(Long.parseLong((String) g.get("seed")));
      for (double each : Golden.doubles(g.get("doubles"))) {
        assertThat(random.nextDouble()).isEqualTo(each);
      }
      for (double each : Golden.doubles(g.get("small"))) {
        assertThat(random.integers(2)).isEqualTo((int) each);
      }
      for (double each : Golden.doubles(g.get("choice"))) {
        assertThat(deck[random.integers(deck.length)]).isEqualTo((int) each);
      }
      for (double each : Golden.doubles(g.get("doubles_again"))) {
        assertThat(random.nextDouble()).isEqualTo(each);
      }
      for (double each : Golden.doubles(g.get("million"))) {
        assertThat(random.integers(-1_000_000, 1_000_000)).isEqualTo((long) each);
      }
      for (Object each : (List<?>) g.get("wide")) {
        assertThat(random.integers(0, 3L << 61)).isEqualTo(Long.parseLong((String) each));
      }
      for (double each : Golden.doubles(g.get("uniform"))) {
        assertThat(random.uniform(-0.05, 0.05)).isEqualTo(each);
      }
    }
  }

  @Test
  void goes_on_from_a_state_half_a_number_included() {
    NumPyRandom random = new NumPyRandom(3);
    random.nextInt();
    NumPyRandom other = new NumPyRandom(99);
    other.restore(random.state());
    for (int i = 0; i < 5; i++) {
      assertThat(other.nextInt()).isEqualTo(random.nextInt());
      assertThat(other.nextDouble()).isEqualTo(random.nextDouble());
    }
    assertThat(other.state()).isEqualTo(random.state());
  }

  @Test
  void refuses_what_makes_no_sense() {
    NumPyRandom random = new NumPyRandom(0);
    assertThatThrownBy(() -> new NumPyRandom(-1)).hasMessage("a seed must be at least 0, got -1");
    assertThatThrownBy(() -> random.integers(3, 3)).hasMessageContaining("none in [3, 3)");
    assertThatThrownBy(() -> random.restore("1 2")).hasMessageContaining("5 hexadecimal numbers");
  }
}
