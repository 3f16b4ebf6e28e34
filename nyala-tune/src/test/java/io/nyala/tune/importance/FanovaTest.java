// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.ChoiceParameter;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.FixedParameter;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Sampling;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FanovaTest {
  private static final SearchSpace NUMBERS =
      SearchSpace.of(
          List.of(
              new FloatParameter("x", 0, 1, 0, Sampling.LINEAR, null),
              new FloatParameter("y", -2, 2, 0, Sampling.LINEAR, null),
              new IntParameter("k", 1, 50, 1, Sampling.LINEAR, null),
              new FloatParameter("z", 0, 1, 0, Sampling.LINEAR, null)));

  private static FinishedTrial complete(int number, double[] point, double loss) {
    return new FinishedTrial(
        number, TrialState.COMPLETE, point, new double[] {loss}, new TreeMap<>(), 0);
  }

  private static List<FinishedTrial> numbers() {
    List<FinishedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double x = (i * 0.6180339887498949 + 0.1) % 1;
      double y = -2 + 4 * ((i * 0.4142135623730951 + 0.2) % 1);
      double z = (i * 0.7320508075688772 + 0.5) % 1;
      int k = 1 + (i * 17 + i / 3) % 50;
      double loss = 3 * (x - 0.3) * (x - 0.3) + 0.2 * y + 0.004 * k + 0.8 * x * z;
      Map<String, Object> values = Map.of("x", x, "y", y, "k", k, "z", z);
      trials.add(complete(i, NUMBERS.point(new Assignment(values)), loss));
    }
    return trials;
  }

  /**
   * Mean and standard deviation of Optuna 5.0.0 with scikit-learn 1.9.1 on the same trials: {@code
   * FanovaImportanceEvaluator(seed=s).evaluate(study)} for seeds 0 to 59.
   */
  @ParameterizedTest
  @CsvSource({
    "x, 0.7615, 0.0053",
    "y, 0.1086, 0.0041",
    "k, 0.0025, 0.0005",
    "z, 0.0131, 0.0016",
  })
  void numbers_are_those_of_optuna(String name, double mean, double deviation) {
    double sum = 0;
    for (int seed = 0; seed < 20; seed++) {
      double importance = new Fanova().seed(seed).of(NUMBERS, numbers()).get(name);
      assertThat(importance).isCloseTo(mean, within(4 * deviation));
      sum += importance;
    }
    assertThat(sum / 20).isCloseTo(mean, within(0.6 * deviation));
  }

  /** A loss without noise and on a grid: the shares of the variance are known. */
  @Test
  void labels_and_logarithmic_scales_have_their_share_of_the_variance() {
    SearchSpace space =
        SearchSpace.of(
            List.of(
                new ChoiceParameter("c", List.of("a", "b", "c"), false, null),
                new FloatParameter("rate", 1e-4, 1, 10, Sampling.LOG, null),
                new FixedParameter("f", 1)));
    double[] ofLabel = {0, 3, 0};
    List<FinishedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int label = i % 3;
      int step = i / 3 % 5;
      double[] point = {(label + 0.5) / 3, (step + 0.5) / 5, 0.5};
      trials.add(complete(i, point, ofLabel[label] + step));
    }
    Map<String, Double> importances = new Fanova().of(space, trials);
    // 0, 3, 0 have the variance 2, and 0 to 4 as well.
    assertThat(importances.get("c")).isCloseTo(0.5, within(0.01));
    assertThat(importances.get("rate")).isCloseTo(0.5, within(0.01));
    assertThat(importances.get("f")).isZero();
  }

  @Test
  void what_acts_together_only_is_in_no_share() {
    List<FinishedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double x = (i * 0.6180339887498949 + 0.1) % 1;
      double z = (i * 0.7320508075688772 + 0.5) % 1;
      double[] point = {x, 0.5, 0.5, z};
      trials.add(complete(i, point, x < 0.5 == z < 0.5 ? 1 : 0));
    }
    Map<String, Double> importances = new Fanova().trees(16).of(NUMBERS, trials);
    assertThat(importances.values().stream().mapToDouble(v -> v).sum()).isBetween(0.0, 0.15);
  }

  @Test
  void what_does_not_apply_to_all_has_no_share() {
    SearchSpace space =
        SearchSpace.of(
            List.of(
                new ChoiceParameter("c", List.of("a", "b"), false, null),
                new FloatParameter("m", 0, 1, 0, Sampling.LINEAR, null)),
            new HashMap<>(Map.of("m", List.of(new Condition("c", List.of("b"))))));
    List<FinishedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      boolean b = i % 2 == 1;
      trials.add(complete(i, new double[] {b ? 0.75 : 0.25, b ? i / 20.0 : Double.NaN}, b ? 1 : 0));
    }
    assertThat(new Fanova().of(space, trials)).containsEntry("c", 1.0).containsEntry("m", 0.0);
  }

  @Test
  void says_nothing_where_there_is_nothing_to_say() {
    List<FinishedTrial> same = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      same.add(complete(i, new double[] {i / 9.0, 0.5, 0.5, 0.5}, 7));
    }
    assertThat(new Fanova().of(NUMBERS, same).values()).containsOnly(0.0);
    assertThat(new Fanova().of(NUMBERS, List.of()).values()).containsOnly(0.0);
    assertThatIllegalArgumentException().isThrownBy(() -> new Fanova().trees(0));
  }
}
