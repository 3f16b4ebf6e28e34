// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.Hypervolume;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SeveralObjectivesTest {
  private static final SearchSpace SPACE = Searches.numbers(6, 0, 1);

  /** ZDT1 of six numbers: the best front is {@code f2 = 1 - sqrt(f1)}. */
  private static double[] losses(Assignment assignment) {
    double[] x = Searches.values(assignment, 6);
    double g = 1 + 9 * Arrays.stream(x).skip(1).sum() / 5;
    return new double[] {x[0], g * (1 - Math.sqrt(x[0] / g))};
  }

  private static List<FinishedTrial> run(Sampler sampler, int trials, long seed, boolean limited) {
    List<FinishedTrial> finished = new ArrayList<>();
    for (int number = 0; number < trials; number++) {
      double[] point =
          sampler
              .propose(SPACE, new History(finished, List.of()), number, Draws.of(seed, number))
              .orElseThrow();
      double violation = limited ? Math.max(0, 0.5 - point[0]) : 0;
      finished.add(
          new FinishedTrial(
              number,
              TrialState.COMPLETE,
              point,
              losses(SPACE.assignment(point)),
              new TreeMap<>(),
              violation));
    }
    return finished;
  }

  private static double volume(List<FinishedTrial> trials) {
    double[][] losses =
        trials.stream()
            .filter(trial -> trial.violation() == 0)
            .map(trial -> new double[] {trial.loss(0), trial.loss(1)})
            .toArray(double[][]::new);
    return Hypervolume.of(losses, new double[] {1.1, 6});
  }

  private static double mean(Supplier<Sampler> sampler, int trials, boolean limited) {
    double sum = 0;
    for (int seed = 0; seed < 3; seed++) {
      sum += volume(run(sampler.get(), trials, seed, limited)) / 3;
    }
    return sum;
  }

  /** Below the best front lie 1 / 3 of a unit: the whole is 6.6 - 1 / 3 at most. */
  @Test
  void nsga_and_tpe_come_closer_to_the_best_front_than_random_draws() {
    double random = mean(RandomSampler::new, 400, false);
    assertThat(mean(() -> new NsgaSampler().population(20), 400, false))
        .isGreaterThan(random + 0.5)
        .isLessThan(6.6 - 1 / 3.0);
    assertThat(mean(TpeSampler::new, 400, false)).isGreaterThan(random + 0.5);
  }

  @Test
  void constraints_are_kept_by_most_trials_and_the_front_within_them_is_found() {
    List<FinishedTrial> trials = run(new NsgaSampler().population(20), 400, 1, true);

    assertThat(trials.stream().skip(200).filter(t -> t.violation() == 0).count())
        .isGreaterThan(150);
    assertThat(mean(() -> new NsgaSampler().population(20), 400, true))
        .isGreaterThan(mean(RandomSampler::new, 400, true) + 0.3);
  }
}
