// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.Computation;
import io.nyala.ops.Value;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.MultiBinary;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Formulas and gradients beside closed forms, and draws beside the formulas. */
class DistributionsTest {
  private static final double[] MEANS = {0.3, -1.2};
  private static final double[] LOG_STDS = {-0.5, 0.4};
  private static final double[] ACTION = {0.9, -2.0};

  private static Tensor row(double... numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return Tensor.of(Shape.of(1, floats.length), floats);
  }

  private static Tensor parameters() {
    return row(MEANS[0], MEANS[1], LOG_STDS[0], LOG_STDS[1]);
  }

  private static ActionDistribution gaussian(double bound) {
    return ActionDistribution.of("test", "env", Box.of(-bound, bound, 2), 0);
  }

  /** Returns a value and its gradients with respect to the parameters. */
  private static List<float[]> measured(
      ActionDistribution distribution, boolean entropy, Tensor parameters, Tensor action) {
    Computation computation =
        Computation.of(
            List.of("x", "a"),
            tape -> {
              Value x = tape.input("x");
              Value prepared = distribution.prepared(x);
              Value result =
                  (entropy
                          ? distribution.entropy(prepared)
                          : distribution.logProbability(prepared, tape.input("a")))
                      .sum(0);
              return Map.of("value", result, "gradient", tape.gradients(result, x).getFirst());
            });
    Map<String, Tensor> out = computation.run(Map.of("x", parameters, "a", action));
    return List.of(out.get("value").floats(), out.get("gradient").floats());
  }

  @Test
  void densities_of_normal_actions_and_their_gradients_are_the_closed_forms() {
    List<float[]> found = measured(gaussian(9), false, parameters(), row(ACTION));
    double log = 0;
    for (int i = 0; i < 2; i++) {
      double deviation = Math.exp(LOG_STDS[i]);
      double standard = (ACTION[i] - MEANS[i]) / deviation;
      log -= 0.5 * standard * standard + LOG_STDS[i] + 0.5 * Math.log(2 * Math.PI);
      assertThat(found.get(1)[i]).isCloseTo((float) (standard / deviation), within(1e-5f));
      assertThat(found.get(1)[2 + i]).isCloseTo((float) (standard * standard - 1), within(1e-5f));
    }
    assertThat(found.get(0)[0]).isCloseTo((float) log, within(1e-5f));
  }

  @Test
  void entropies_of_normal_actions_and_their_gradients_are_the_closed_forms() {
    List<float[]> found = measured(gaussian(9), true, parameters(), row(ACTION));
    double entropy = Math.log(2 * Math.PI * Math.E) + LOG_STDS[0] + LOG_STDS[1];
    assertThat(found.get(0)[0]).isCloseTo((float) entropy, within(1e-5f));
    assertThat(found.get(1)).containsExactly(0, 0, 1, 1);
  }

  @Test
  void probabilities_of_discrete_actions_and_their_gradients_are_the_closed_forms() {
    ActionDistribution three = ActionDistribution.of("test", "env", new Discrete(3), 0);
    double[] logits = {0.5, -1, 2};
    double sum = Math.exp(0.5) + Math.exp(-1) + Math.exp(2);
    List<float[]> found = measured(three, false, row(logits), row(2));
    assertThat(found.get(0)[0]).isCloseTo((float) (2 - Math.log(sum)), within(1e-5f));
    List<float[]> entropies = measured(three, true, row(logits), row(2));
    double entropy = 0;
    for (double logit : logits) {
      entropy -= Math.exp(logit) / sum * (logit - Math.log(sum));
    }
    assertThat(entropies.get(0)[0]).isCloseTo((float) entropy, within(1e-5f));
    for (int i = 0; i < 3; i++) {
      double p = Math.exp(logits[i]) / sum;
      assertThat(found.get(1)[i]).isCloseTo((float) ((i == 2 ? 1 : 0) - p), within(1e-5f));
      assertThat(entropies.get(1)[i])
          .isCloseTo((float) (-p * (Math.log(p) + entropy)), within(1e-5f));
    }
  }

  @Test
  void squashing_is_accurate_where_the_tangent_is_one() {
    Computation squash =
        Computation.of(List.of("u"), t -> Map.of("y", Gaussians.logSquash(t.input("u"))));
    for (double u : new double[] {0, 0.7, -3, 30}) {
      double e = Math.exp(-2 * Math.abs(u));
      double log = Math.log(4) - 2 * Math.abs(u) - 2 * Math.log1p(e); // of 4 e / (1 + e)^2
      assertThat(squash.run(row(u)).getFirst().floats()[0])
          .isCloseTo((float) log, within(1e-5f * (1 + (float) Math.abs(log))));
    }
  }

  @Test
  void draws_have_the_moments_and_densities_of_the_formulas() {
    ActionDistribution distribution = gaussian(1);
    float[] parameters = parameters().floats();
    float[] action = new float[2];
    NumPyRandom random = new NumPyRandom(3);
    double[] sums = new double[4];
    int n = 40_000;
    for (int i = 0; i < n; i++) {
      float log = distribution.draw(parameters, 0, random, action);
      for (int k = 0; k < 2; k++) {
        double standard = (action[k] - MEANS[k]) / Math.exp(LOG_STDS[k]);
        sums[k] += standard / n;
        sums[2 + k] += standard * standard / n;
      }
      if (i % 10_000 == 0) {
        Tensor drawn = Tensor.of(Shape.of(1, 2), action.clone());
        assertThat(measured(distribution, false, parameters(), drawn).get(0)[0])
            .isCloseTo(log, within(1e-4f));
      }
    }
    assertThat(sums[0]).isCloseTo(0, within(0.02));
    assertThat(sums[1]).isCloseTo(0, within(0.02));
    assertThat(sums[2]).isCloseTo(1, within(0.03));
    assertThat(sums[3]).isCloseTo(1, within(0.03));
  }

  @Test
  void clips_the_best_action_and_refuses_other_spaces() {
    double[] action = new double[2];
    gaussian(1).best(parameters().floats(), action);
    assertThat(action).containsExactly(0.3f, -1);
    assertThatThrownBy(() -> ActionDistribution.of("Ppo", "Lights", new MultiBinary(3), 0))
        .hasMessageContaining("Ppo: actions must be Discrete from 0 or a Box, those of Lights");
    assertThatThrownBy(() -> new ActionScale("Sac", "Push", Box.of(-1, Double.POSITIVE_INFINITY)))
        .hasMessageContaining("Sac: actions need finite bounds, those of Push");
    assertThatThrownBy(() -> new ActionScale("Sac", "CartPole", new Discrete(2)))
        .hasMessageContaining("use Dqn or Ppo");
  }

  @Test
  void scales_actions_to_units_and_back() {
    ActionScale scale =
        new ActionScale("test", "env", Box.of(new double[] {-2, 0}, new double[] {2, 10}));
    assertThat(scale.toAction(0, 1)).isEqualTo(2);
    assertThat(scale.toAction(1, -0.5)).isEqualTo(2.5);
    assertThat(scale.toUnit(1, 2.5)).isEqualTo(-0.5);
  }
}
