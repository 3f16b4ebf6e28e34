// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.math.Applicability;
import io.nyala.tune.math.Axis;
import io.nyala.tune.space.ChoiceParameter;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.FixedParameter;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Sampling;
import io.nyala.tune.space.SearchSpace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpaceAxesTest {
  private static FloatParameter number(String name) {
    return new FloatParameter(name, 0, 1, 0, Sampling.LINEAR, null);
  }

  /** A choice, a constant under it, a number under the constant, and one under two conditions. */
  private static final SearchSpace SPACE =
      SearchSpace.of(
          List.of(
              new ChoiceParameter("kind", List.of("a", "b"), false, null),
              new FixedParameter("constant", 7),
              number("deep"),
              new IntParameter("layers", 1, 3, 1, Sampling.LINEAR, null),
              number("both")),
          Map.of(
              "constant", List.of(new Condition("kind", List.of("b"))),
              "deep", List.of(new Condition("constant", List.of(7))),
              "both",
                  List.of(
                      new Condition("kind", List.of("a")),
                      new Condition("layers", List.of(2, 3)))));

  @Test
  void axes_have_the_cells_of_the_space() {
    Axis[] axes = SpaceAxes.of(SPACE);

    assertThat(SpaceAxes.varying(axes)).containsExactly(0, 2, 3, 4);
    assertThat(axes[0].count()).isEqualTo(2);
    assertThat(axes[0].ordered()).isFalse();
    assertThat(axes[2].continuous()).isTrue();
    assertThat(axes[3].snap(0.4)).isEqualTo(0.5);
    assertThat(axes[3].index(1)).isEqualTo(2);
    assertThat(axes[3].edge(1)).isEqualTo(1 / 3.0);
  }

  @Test
  void coordinates_that_do_not_apply_are_settled_in_the_middle() {
    Axis[] all = SpaceAxes.of(SPACE);
    int[] chosen = SpaceAxes.varying(all);
    Axis[] axes = {all[0], all[2], all[3], all[4]};
    Applicability applicability = SpaceAxes.applicability(SPACE, chosen, axes);
    boolean[] idle = new boolean[4];

    double[] point = {0.25, 0.9, 0.1, 0.9};
    applicability.settle(point, idle);
    assertThat(point).containsExactly(0.25, 0.5, 0.1, 0.5);
    assertThat(idle).containsExactly(false, true, false, true);

    point = new double[] {0.25, 0.9, 0.9, 0.9};
    applicability.settle(point, idle);
    assertThat(point).containsExactly(0.25, 0.5, 0.9, 0.9);

    point = new double[] {0.75, 0.9, 0.9, 0.9};
    applicability.settle(point, idle);
    assertThat(point).containsExactly(0.75, 0.9, 0.9, 0.5);
  }
}
