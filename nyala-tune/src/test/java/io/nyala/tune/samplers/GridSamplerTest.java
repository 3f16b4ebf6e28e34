// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.tune.history.History;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GridSamplerTest {
  private static List<Assignment> all(GridSampler grid, SearchSpace space) {
    List<Assignment> points = new ArrayList<>();
    for (int n = 0; ; n++) {
      Optional<double[]> point = grid.propose(space, History.empty(), n, Draws.of(0, n));
      if (point.isEmpty()) {
        return points;
      }
      points.add(space.assignment(point.get()));
    }
  }

  @Test
  void a_range_without_steps_has_ten_values() {
    SearchSpace space = Hyperparameters.declare(hp -> hp.floatRange("x", 0, 1));
    List<Assignment> points = all(new GridSampler(), space);
    assertThat(points).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(points.get(i).getDouble("x")).isEqualTo(0.05 + 0.1 * i, within(1e-12));
    }
    assertThat(all(new GridSampler().cells(3), space)).hasSize(3);
  }

  @Test
  void what_does_not_apply_is_not_multiplied() {
    SearchSpace space =
        Hyperparameters.declare(
            hp -> {
              hp.choice("optimizer", "adam", "sgd");
              hp.when("optimizer", "sgd").floatRange("momentum", 0, 0.9);
              hp.bool("bias");
            });
    List<Assignment> points = all(new GridSampler().cells(4), space);
    assertThat(points).hasSize(2 + 4 * 2).doesNotHaveDuplicates();
    assertThat(new GridSampler().cells(4).points(space)).isEqualTo(10);
    assertThat(points.stream().filter(p -> p.has("momentum"))).hasSize(8);
  }
}
