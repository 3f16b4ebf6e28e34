// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules are those of Optuna 5.0.0's {@code _split_trials}. */
class GoodTrialsTest {
  private static FinishedTrial complete(int number, double loss, double violation) {
    return new FinishedTrial(
        number,
        TrialState.COMPLETE,
        new double[1],
        new double[] {loss},
        new TreeMap<>(),
        violation);
  }

  private static FinishedTrial pruned(int number, Map<Integer, Double> steps) {
    return new FinishedTrial(
        number, TrialState.PRUNED, new double[1], new double[0], new TreeMap<>(steps), 0);
  }

  private static List<Integer> good(List<FinishedTrial> trials) {
    boolean[] good = GoodTrials.of(trials);
    return IntStream.range(0, good.length).filter(i -> good[i]).boxed().toList();
  }

  @Test
  void a_tenth_is_good_rounded_up_and_at_most_25() {
    for (int[] expected : new int[][] {{1, 1}, {10, 1}, {11, 2}, {100, 10}, {250, 25}, {999, 25}}) {
      List<FinishedTrial> trials = new ArrayList<>();
      for (int i = 0; i < expected[0]; i++) {
        trials.add(complete(i, i * 37 % 1009, 0));
      }
      assertThat(good(trials)).hasSize(expected[1]);
    }
  }

  @Test
  void the_least_losses_are_good_and_of_equal_ones_the_oldest() {
    List<FinishedTrial> trials = new ArrayList<>();
    double[] losses = {5, 1, 3, Double.POSITIVE_INFINITY, 1, 9, 2, 8, 1, 7, 6};
    for (int i = 0; i < losses.length; i++) {
      trials.add(complete(i, losses[i], 0));
    }
    assertThat(good(trials)).containsExactly(1, 4);
  }

  /** Complete ones first; then pruned ones that came far, at equal steps by loss, NaN last. */
  @Test
  void pruned_trials_follow_complete_ones_by_how_far_they_came() {
    List<FinishedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 35; i++) {
      trials.add(pruned(i, i % 5 == 0 ? Map.of() : Map.of(1, 0.1)));
    }
    trials.set(7, pruned(7, Map.of(1, 0.1, 9, 5.0)));
    trials.set(8, pruned(8, Map.of(9, Double.NaN)));
    trials.set(9, pruned(9, Map.of(9, 4.0)));
    trials.set(30, complete(30, 1e9, 0));

    assertThat(good(trials)).containsExactly(7, 8, 9, 30);
  }

  @Test
  void trials_that_break_constraints_are_good_only_if_too_few_keep_them() {
    List<FinishedTrial> trials = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      trials.add(complete(i, -i, i == 4 ? 0.5 : i + 1));
    }
    assertThat(good(trials)).containsExactly(0, 4);
    trials.set(11, complete(11, 100, 0));
    assertThat(good(trials)).containsExactly(4, 11);
  }
}
