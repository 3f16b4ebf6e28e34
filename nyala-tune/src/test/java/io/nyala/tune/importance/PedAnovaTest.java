// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PedAnovaTest {
  private static final SearchSpace SPACE =
      SearchSpace.of(
          List.of(
              new FloatParameter("x", 0, 1, 0, Sampling.LINEAR, null),
              new FloatParameter("lr", 1e-5, 1e-1, 0, Sampling.LOG, null),
              new IntParameter("k", 1, 8, 1, Sampling.LINEAR, null),
              new IntParameter("u", 1, 500, 0, Sampling.LOG, null),
              new ChoiceParameter("c", List.of("a", "b", "c"), false, null),
              new FloatParameter("q", -1, 2, 0.25, Sampling.LINEAR, null)));

  private static List<FinishedTrial> trials(int n) {
    List<FinishedTrial> trials = new ArrayList<>();
    double[] penalty = {0, 0.05, 0.3};
    for (int i = 0; i < n; i++) {
      double x = (i * 0.6180339887498949 + 0.1) % 1;
      double l = (i * 0.4142135623730951 + 0.2) % 1;
      double u = (i * 0.7320508075688772 + 0.5) % 1;
      int k = 1 + (i * 5 + i / 3) % 8;
      int c = (i * i + i / 2) % 3;
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("x", x);
      values.put("lr", 1e-5 * Math.pow(1e4, l));
      values.put("k", k);
      values.put("u", Math.min(500, (int) Math.pow(501, u)));
      values.put("c", List.of("a", "b", "c").get(c));
      values.put("q", -1 + 0.25 * (i * 7 % 13));
      double loss =
          (x - 0.3) * (x - 0.3) + 0.1 * (l - 0.5) * (l - 0.5) + 0.02 * Math.abs(k - 4) + penalty[c];
      trials.add(complete(i, SPACE.point(new Assignment(values)), loss));
    }
    return trials;
  }

  private static FinishedTrial complete(int number, double[] point, double loss) {
    return new FinishedTrial(
        number, TrialState.COMPLETE, point, new double[] {loss}, new TreeMap<>(), 0);
  }

  /**
   * From Optuna 5.0.0: {@code PedAnovaImportanceEvaluator(...).evaluate} on a study of the same
   * trials; columns are trials, target, region, local, then x, lr, k, u, c, q.
   */
  @ParameterizedTest
  @CsvSource({
    "20, 0.1, 1, true, 0.010098887019151341, 0.012396542905587083, 0.001968433416725729, 6.179634293532307e-05, 0.0004641324764609709, 0.001116743873350005",
    "20, 0.3, 0.8, true, 0.04288764047766422, 0.031082243029566213, 0.021337825598164866, 0.006069025618075082, 0.0047392090874492756, 0.003154577244730553",
    "20, 0.1, 1, false, 0.010523918410614383, 0.014279383199602206, 0.00041539930253630303, 8.912288555364318e-05, 0.0014222222222222223, 0.0009999345122121996",
    "60, 0.1, 1, true, 0.008662424753901912, 0.00021355247676721573, 0.002165372182991373, 0.00019973341713929314, 0.0008356977882150997, 0.0013585661157872375",
    "60, 0.3, 0.8, true, 0.04379888084028796, 0.007652809112324689, 0.0056480551516914545, 0.0010434739714921132, 0.006821276737778421, 0.004778992863003944",
    "60, 0.1, 1, false, 0.009573678091513762, 0.000505903056318891, 0.001988119416001166, 0.0005442532242005189, 0.002351020408163263, 0.001545756542643055",
    "300, 0.1, 1, true, 0.014643026364349797, 0.0004780035517603022, 0.003069297285647883, 0.00025664598308931217, 0.0011697722264514686, 0.00014159095567102108",
    "300, 0.3, 0.8, true, 0.061418245471555125, 0.0010304593851709128, 0.007496293461618451, 0.0002147385542441263, 0.009339959377834868, 0.0007629467176542301",
    "300, 0.1, 1, false, 0.015598839440743301, 0.0007154737417380679, 0.003467008838119145, 0.0003500717043854412, 0.0029968782518210195, 0.0002029736084849906",
  })
  void divergences_are_those_of_optuna(
      int n,
      double target,
      double region,
      boolean local,
      double x,
      double lr,
      double k,
      double u,
      double c,
      double q) {
    double[] actual =
        new PedAnova()
            .shares(target, region)
            .local(local)
            .divergences(SPACE, trials(n), FinishedTrial::loss);
    double[] expected = {x, lr, k, u, c, q};
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as(SPACE.parameter(i).name())
          .isCloseTo(expected[i], within(1e-9 * expected[i]));
    }
  }

  /** From Optuna 5.0.0: {@code get_param_importances} of 60 trials. */
  @Test
  void importances_add_up_to_one_the_largest_first() {
    Map<String, Double> importances = new PedAnova().of(SPACE, trials(60));

    assertThat(importances.keySet()).containsExactly("x", "k", "q", "c", "lr", "u");
    assertThat(importances.get("x")).isCloseTo(0.6447488795702814, within(1e-9));
    assertThat(importances.get("k")).isCloseTo(0.1611698027399859, within(1e-9));
    assertThat(importances.values().stream().mapToDouble(v -> v).sum()).isCloseTo(1, within(1e-12));
  }

  /** What applies to the good trials alone says more than a number that does not matter. */
  @Test
  void hyperparameters_that_apply_to_some_trials_have_their_importance_there() {
    SearchSpace space =
        SearchSpace.of(
            List.of(
                new ChoiceParameter("kind", List.of("a", "b"), false, null),
                new FloatParameter("only", 0, 1, 0, Sampling.LINEAR, null),
                new FloatParameter("idle", 0, 1, 0, Sampling.LINEAR, null),
                new FixedParameter("fixed", 3)),
            Map.of("only", List.of(new Condition("kind", List.of("b")))));
    List<FinishedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double only = i * 0.6180339887498949 % 1;
      boolean b = i % 3 == 0;
      double[] point = {b ? 0.75 : 0.25, b ? only : Double.NaN, i * 0.7320508075688772 % 1, 0.5};
      trials.add(complete(i, point, b ? Math.abs(only - 0.5) : 1));
    }
    trials.add(
        new FinishedTrial(200, TrialState.FAIL, new double[4], new double[0], new TreeMap<>(), 0));
    trials.add(complete(201, new double[4], Double.POSITIVE_INFINITY));

    Map<String, Double> importances = new PedAnova().of(space, trials);

    assertThat(importances.get("only")).isGreaterThan(3 * importances.get("idle"));
    assertThat(importances.get("kind")).isGreaterThan(3 * importances.get("idle"));
    assertThat(importances.get("fixed")).isZero();
  }

  @Test
  void one_trial_says_nothing() {
    assertThat(new PedAnova().of(SPACE, trials(1)).values()).containsOnly(0.0);
  }

  @Test
  void shares_without_sense_are_refused() {
    assertThatThrownBy(() -> new PedAnova().shares(0.5, 0.5))
        .hasMessage("importance: expected 0 < target < region <= 1, got 0.5 and 0.5");
  }
}
