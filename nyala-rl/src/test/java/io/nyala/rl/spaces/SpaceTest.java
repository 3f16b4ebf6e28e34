// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.spaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.Golden;
import io.nyala.rl.random.NumPyRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpaceTest {
  private static final Map<String, Space> SPACES =
      Map.of(
          "discrete", new Discrete(7, 2),
          "multi_discrete", new MultiDiscrete(3, 5, 2),
          "multi_binary", new MultiBinary(4),
          "box", Box.of(new double[] {-1, 0}, new double[] {1, 5}));

  @Test
  void samples_are_those_of_gymnasium() {
    SPACES.forEach(
        (name, space) -> {
          NumPyRandom random = new NumPyRandom(7);
          for (List<Object> expected : Golden.rows(Golden.object("samples").get(name))) {
            double[] sample = space.sample(random);
            assertThat(sample).as(name).containsExactly(Golden.doubles(expected));
            assertThat(space.contains(sample)).as(name).isTrue();
          }
        });
  }

  @Test
  void tells_what_is_in_a_space() {
    Discrete discrete = new Discrete(7, 2);
    assertThat(discrete.contains(2)).isTrue();
    assertThat(discrete.contains(8)).isTrue();
    assertThat(discrete.contains(1)).isFalse();
    assertThat(discrete.contains(9)).isFalse();
    assertThat(discrete.contains(2.5)).isFalse();
    assertThat(discrete.contains(Double.NaN)).isFalse();
    assertThat(discrete.contains(2, 3)).isFalse();
    MultiDiscrete several = new MultiDiscrete(3, 5);
    assertThat(several.contains(2, 4)).isTrue();
    assertThat(several.contains(3, 4)).isFalse();
    assertThat(several.contains(-1, 0)).isFalse();
    assertThat(several.contains(0.5, 0)).isFalse();
    assertThat(several.contains(0)).isFalse();
    Box box = Box.of(-1, 1, 2);
    assertThat(box.contains(-1, 1)).isTrue();
    assertThat(box.contains(-1.1, 1)).isFalse();
    assertThat(box.contains(0, Double.NaN)).isFalse();
    assertThat(box.contains(0)).isFalse();
    assertThat(new MultiBinary(2).contains(0, 1)).isTrue();
    assertThat(new MultiBinary(2).contains(0, 2)).isFalse();
    Product both = Product.of(discrete, box);
    assertThat(both.size()).isEqualTo(3);
    assertThat(both.contains(2, 0, 0)).isTrue();
    assertThat(both.contains(0, 0, 0)).isFalse();
    assertThat(both.contains(both.sample(new NumPyRandom(1)))).isTrue();
  }

  @Test
  void refuses_spaces_that_are_none() {
    assertThatThrownBy(() -> new Discrete(0)).hasMessageContaining("at least 1, got 0");
    assertThatThrownBy(() -> new MultiDiscrete(2, 0)).hasMessageContaining("[2, 0]");
    assertThatThrownBy(() -> new MultiBinary(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> Box.of(1, 0, 2)).hasMessageContaining("low must be at most high");
    assertThatThrownBy(() -> Box.of(Double.NaN, 1, 2)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Box.of(new double[2], new double[3])).hasMessageContaining("2 and 3");
    assertThatThrownBy(() -> Box.of(0, 1, 4).reshape(3)).hasMessageContaining("has 4 numbers");
    assertThatThrownBy(Product::of).hasMessageContaining("at least one");
    Box open = Box.of(0, Double.POSITIVE_INFINITY, 1);
    assertThatThrownBy(() -> open.sample(new NumPyRandom(0))).hasMessageContaining("no bounds");
  }
}
