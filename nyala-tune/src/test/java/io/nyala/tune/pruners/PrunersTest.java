// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrunersTest {
  private static NavigableMap<Integer, Double> steps(double... values) {
    NavigableMap<Integer, Double> steps = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      steps.put(i, values[i]);
    }
    return steps;
  }

  /** Complete trials with these reports; the loss is the mean of a trial's reports. */
  private static History history(double[]... trials) {
    List<FinishedTrial> finished = new ArrayList<>();
    for (double[] reports : trials) {
      double mean = Arrays.stream(reports).average().orElse(0);
      finished.add(
          new FinishedTrial(
              finished.size(),
              TrialState.COMPLETE,
              new double[0],
              new double[] {mean},
              steps(reports),
              0));
    }
    return new History(finished, List.of());
  }

  private static final History FIVE =
      history(
          new double[] {5, 1},
          new double[] {6, 2},
          new double[] {7, 3},
          new double[] {8, 4},
          new double[] {9, 5});

  @Test
  void the_median_of_others_at_the_step_decides() {
    Pruner median = Pruners.median();
    assertThat(median.prune(steps(7.1), FIVE)).isTrue();
    assertThat(median.prune(steps(7.0), FIVE)).isFalse();
    assertThat(median.prune(steps(2.9, 8), FIVE)).isFalse(); // the best so far counts
    assertThat(median.prune(steps(3.1, 8), FIVE)).isTrue();
    assertThat(median.prune(steps(9, 9, 9), FIVE)).isFalse(); // no other has this step
    assertThat(median.prune(steps(Double.NaN), FIVE)).isTrue();
    assertThat(Pruners.median().startup(6).prune(steps(99), FIVE)).isFalse();
    assertThat(Pruners.median().warmup(1).prune(steps(99), FIVE)).isFalse();
    assertThat(Pruners.median().interval(2).prune(steps(99, 99), FIVE)).isFalse();
    assertThat(Pruners.median().leastTrials(6).prune(steps(99), FIVE)).isFalse();
  }

  /** numpy.nanpercentile([5, 6, 7, 8, 9], 30) is 6.2. */
  @Test
  void percentiles_lie_between_neighbours() {
    Pruner pruner = Pruners.percentile(30);
    assertThat(pruner.prune(steps(6.19), FIVE)).isFalse();
    assertThat(pruner.prune(steps(6.21), FIVE)).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> Pruners.percentile(101));
  }

  @Test
  void patience_waits_for_reports_without_progress() {
    Pruner patience = Pruners.patience(1, 0);
    assertThat(patience.prune(steps(3, 4), FIVE)).isFalse();
    assertThat(patience.prune(steps(3, 4, 4), FIVE)).isTrue();
    assertThat(patience.prune(steps(3, 4, 2), FIVE)).isFalse();
    assertThat(Pruners.patience(1, 2).prune(steps(3, 4, 4), FIVE)).isFalse();
    Pruner patient = Pruners.patient(Pruners.median().startup(1), 0, 0);
    assertThat(patient.prune(steps(99), FIVE)).isFalse();
    assertThat(patient.prune(steps(98, 99), FIVE)).isTrue();
    assertThat(patient.prune(steps(1, 2), FIVE)).isFalse();
  }

  @Test
  void ranges_are_in_the_terms_of_the_objective() {
    Pruner within = Pruners.within(0.2, 1, 1);
    assertThat(within.prune(steps(0.1), FIVE)).isFalse();
    assertThat(within.prune(steps(0.1, 0.1), FIVE)).isTrue();
    assertThat(within.prune(steps(0.1, 0.3), FIVE)).isFalse();
    assertThat(within.prune(steps(0.1, Double.NaN), FIVE)).isTrue();
    assertThat(within.towards(true).prune(steps(0, -0.1), FIVE)).isTrue();
    assertThat(within.towards(true).prune(steps(0, -0.3), FIVE)).isFalse();
  }

  /**
   * Probabilities of scipy.stats.wilcoxon (1.17, alternative greater, zsplit): 1/32 for five
   * differences above 0, 1/8 for three.
   */
  @Test
  void wilcoxon_ends_what_is_worse_on_most_folds() {
    History best = history(new double[] {1, 2, 3, 4, 5, 6}, new double[] {9, 9, 9, 9, 9, 9});
    Pruner wilcoxon = Pruners.wilcoxon();
    assertThat(wilcoxon.prune(steps(11.1, 12.2, 13.3, 14.4, 15.5), best)).isTrue();
    assertThat(wilcoxon.prune(steps(11.1, 12.2, 13.3), best)).isFalse();
    assertThat(wilcoxon.prune(steps(0.9, 1.8, 2.7, 3.6, 4.5), best)).isFalse();
    assertThat(wilcoxon.prune(steps(1.1, 2.2, 3.3), best)).isFalse(); // its mean may yet be best
    assertThat(wilcoxon.prune(steps(11, 12, Double.NaN, 14, 15), best)).isFalse();
    assertThat(wilcoxon.prune(steps(11, 12, 13, 14, 15), History.empty())).isFalse();
  }
}
