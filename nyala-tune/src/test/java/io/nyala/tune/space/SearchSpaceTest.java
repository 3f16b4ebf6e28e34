// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final Parameter OPTIMIZER =
      new ChoiceParameter("optimizer", List.of("adam", "sgd"), false, null);
  private static final Parameter MOMENTUM =
      new FloatParameter("momentum", 0, 0.9, 0.3, Sampling.LINEAR, null);
  private static final Parameter NESTEROV =
      new ChoiceParameter("nesterov", List.of(false, true), false, null);
  private static final Parameter UNITS = new IntParameter("units", 1, 3, 0, Sampling.LINEAR, null);

  private static SearchSpace conditional() {
    return SearchSpace.of(
        List.of(OPTIMIZER, MOMENTUM, NESTEROV, UNITS),
        Map.of(
            "momentum", List.of(new Condition("optimizer", List.of("sgd"))),
            "nesterov", List.of(new Condition("momentum", List.of(0.3, 0.6, 0.8999999999999999)))));
  }

  @Test
  void counts_the_points_under_conditions() {
    // adam: 3 sizes; sgd: 3 sizes, without momentum 1, with one of three momenta 2 each
    assertThat(conditional().points()).hasValue(3 + 3 * (1 + 3 * 2));
  }

  @Test
  void each_index_is_another_point() {
    SearchSpace space = conditional();
    Set<Assignment> seen = new HashSet<>();
    for (long i = 0; i < space.points().orElseThrow(); i++) {
      Assignment assignment = space.at(i);
      seen.add(assignment);
      assertThat(space.assignment(space.point(assignment))).isEqualTo(assignment);
    }
    assertThat(seen).hasSize(24);
    assertThat(space.at(0).asMap().toString()).isEqualTo("{optimizer=adam, units=1}");
    assertThatIllegalArgumentException().isThrownBy(() -> space.at(24));
  }

  @Test
  void what_does_not_apply_is_left_out_and_nan() {
    SearchSpace space = conditional();
    Assignment adam = space.assignment(new double[] {0.1, 0.9, 0.9, 0.5});
    assertThat(adam.asMap()).isEqualTo(Map.of("optimizer", "adam", "units", 2));
    assertThat(space.point(adam)).containsExactly(0.25, Double.NaN, Double.NaN, 0.5);
    assertThat(space.defaults().asMap()).isEqualTo(Map.of("optimizer", "adam", "units", 1));
  }

  @Test
  void large_spaces_count_as_the_largest_number() {
    Parameter many = new IntParameter("a", 0, Integer.MAX_VALUE - 1, 0, Sampling.LINEAR, null);
    Parameter more = new IntParameter("b", 0, Integer.MAX_VALUE - 1, 0, Sampling.LINEAR, null);
    assertThat(SearchSpace.of(List.of(many, more, UNITS)).points()).hasValue(Long.MAX_VALUE);
    assertThat(
            SearchSpace.of(List.of(UNITS, new FloatParameter("x", 0, 1, 0, Sampling.LINEAR, null)))
                .points())
        .isEmpty();
  }

  @Test
  void contradictions_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SearchSpace.of(List.of(UNITS, UNITS)))
        .withMessage("search space: two hyperparameters have the name \"units\"");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SearchSpace.of(
                    List.of(OPTIMIZER, MOMENTUM),
                    Map.of("momentum", List.of(new Condition("optimiser", List.of("sgd"))))))
        .withMessageContaining("which does not come before it; did you mean \"optimizer\"?");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SearchSpace.of(
                    List.of(OPTIMIZER, MOMENTUM),
                    Map.of("momentum", List.of(new Condition("optimizer", List.of("rmsprop"))))))
        .withMessage(
            "search space: \"momentum\" applies while \"optimizer\" is one of [rmsprop], which it"
                + " never is: it is one of [adam, sgd]");
  }

  @Test
  void values_have_types() {
    Assignment values =
        new Assignment(Map.of("units", 64, "rate", 0.5, "act", "relu", "bias", true));
    assertThat(values.getInt("units")).isEqualTo(64);
    assertThat(values.getDouble("units")).isEqualTo(64);
    assertThat(values.getDouble("rate")).isEqualTo(0.5);
    assertThat(values.getString("act")).isEqualTo("relu");
    assertThat(values.getBoolean("bias")).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.getInt("rate"))
        .withMessage("hyperparameter \"rate\": expected an integer, got 0.5 (Double)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.get("unit"))
        .withMessageContaining("did you mean \"units\"?");
  }
}
