// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tune.history.TrialState;
import io.nyala.tune.samplers.Sampler;
import io.nyala.tune.schedules.Hyperband;
import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyTest {
  private static SearchSpace plane() {
    return Hyperparameters.declare(
        hp -> {
          hp.floatRange("x", -1, 1);
          hp.floatRange("y", -1, 1);
        });
  }

  private static double bowl(Trial trial) {
    double x = trial.values().getDouble("x") - 0.3;
    double y = trial.values().getDouble("y") + 0.2;
    return x * x + y * y;
  }

  /** A proposal that depends on the history: beside the best point so far. */
  static final Sampler NEAR_BEST =
      (space, history, number, draws) -> {
        double[] point = new double[space.size()];
        double[] best =
            history.complete().stream()
                .min(Comparator.comparingDouble(t -> t.loss()))
                .map(t -> t.point())
                .orElse(null);
        for (int i = 0; i < point.length; i++) {
          double at = best == null || Double.isNaN(best[i]) ? draws.nextDouble() : best[i];
          point[i] = Math.clamp(at + 0.1 * draws.nextGaussian(), 0, 1);
        }
        return Optional.of(point);
      };

  @Test
  void finds_a_minimum_and_tells_all_trials() {
    Study study = Study.inMemory().sampler(NEAR_BEST).trials(80).run(plane(), StudyTest::bowl);
    assertThat(study.best().orElseThrow().value()).isLessThan(0.01);
    assertThat(study.trials()).hasSize(80).allMatch(t -> t.state() == TrialState.COMPLETE);
    assertThat(study.runs()).isEqualTo(80);
    assertThat(study.ended()).hasValue("all 80 trials are done");
    double least = study.trials().stream().mapToDouble(TrialResult::value).min().orElseThrow();
    assertThat(study.best().orElseThrow().value()).isEqualTo(least);
    assertThat(study.results().keySet())
        .containsExactly("trial", "state", "value", "x", "y", "runs", "seconds");
  }

  @Test
  void maximises_what_is_to_be_large() {
    Study study = Study.inMemory().maximize("score").trials(40).run(plane(), trial -> -bowl(trial));
    double most = study.trials().stream().mapToDouble(TrialResult::value).max().orElseThrow();
    assertThat(study.best().orElseThrow().value()).isEqualTo(most);
  }

  private static List<Object> outcome(Study study) {
    List<Object> all = new ArrayList<>();
    for (TrialResult t : study.trials()) {
      all.add(List.of(t.number(), t.state(), t.values(), t.objectives(), t.steps()));
    }
    return all;
  }

  /** The values of trials are those of one worker, however long each trial takes. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void any_number_of_workers_gives_the_same_trials(int workers) {
    Objective uneven =
        trial -> {
          Thread.sleep(Math.floorMod(trial.seed() * workers, 7));
          return bowl(trial);
        };
    Study alone = Study.inMemory().sampler(NEAR_BEST).trials(30).run(plane(), StudyTest::bowl);
    Study together =
        Study.inMemory().sampler(NEAR_BEST).trials(30).workers(workers).run(plane(), uneven);
    assertThat(outcome(together)).isEqualTo(outcome(alone));
    Study other =
        Study.inMemory().sampler(NEAR_BEST).seed(1).trials(30).run(plane(), StudyTest::bowl);
    assertThat(outcome(other)).isNotEqualTo(outcome(alone));
  }

  @Test
  void workers_run_at_once_also_without_waiting_for_each_other() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Study study =
        Study.inMemory()
            .asynchronous()
            .workers(3)
            .trials(12)
            .run(
                plane(),
                trial -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  Thread.sleep(20);
                  running.decrementAndGet();
                  return bowl(trial);
                });
    assertThat(study.trials()).hasSize(12);
    assertThat(most.get()).isEqualTo(3);
  }

  @Test
  void trials_may_name_their_values_themselves() {
    Objective objective =
        trial -> {
          double x = trial.suggestFloat("x", -1, 1);
          String kind = trial.suggestCategorical("kind", "a", "b");
          int k = kind.equals("b") ? trial.suggestInt("k", 0, 5) : 3;
          assertThat(trial.suggestFloat("x", -1, 1)).isEqualTo(x);
          return x * x + k;
        };
    Study study = Study.inMemory().sampler(NEAR_BEST).trials(60).run(objective);
    assertThat(study.trials())
        .allMatch(t -> t.values().has("k") == t.values().getString("kind").equals("b"));
    assertThat(study.best().orElseThrow().value()).isLessThan(0.2);
    Study again = Study.inMemory().sampler(NEAR_BEST).trials(60).workers(3).run(objective);
    assertThat(outcome(again)).isEqualTo(outcome(study));
  }

  @Test
  void a_name_has_one_meaning() {
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .run(trial -> trial.suggestInt("units", 1, trial.number() == 0 ? 8 : 16)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("trials 1 to 3 have all failed")
        .hasMessageContaining("hyperparameter \"units\" is 1 to 16, but was 1 to 8 before");
  }

  @Test
  void names_that_were_not_declared_stop_the_search() {
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .trials(9)
                    .run(
                        plane(),
                        trial -> trial.number() < 2 ? 1 : trial.suggestFloat("momentum", 0, 1)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("trial 2 declares the hyperparameter \"momentum\"")
        .hasMessageContaining("always declare it with hp.when(...); there are [x, y]");
  }

  @Test
  void an_exhausted_space_ends_the_search_with_a_sentence() {
    AtomicInteger calls = new AtomicInteger();
    SearchSpace space =
        Hyperparameters.declare(
            hp -> {
              hp.intRange("k", 0, 3);
              hp.bool("b");
            });
    Study study = Study.inMemory().run(space, trial -> calls.incrementAndGet());
    assertThat(study.ended()).hasValue("all 8 points of the space have been tried");
    assertThat(study.runs()).isEqualTo(8);
    assertThat(calls).hasValue(8);
    Set<Object> values = new HashSet<>();
    study.trials().forEach(t -> values.add(t.values()));
    assertThat(values).hasSize(8);
  }

  @Test
  void equal_values_are_trained_once_unless_told_otherwise() {
    Sampler stubborn =
        (space, history, number, draws) -> Optional.of(new double[] {number < 2 ? 0 : 0.9});
    SearchSpace space = Hyperparameters.declare(hp -> hp.intRange("k", 0, 9));
    AtomicInteger calls = new AtomicInteger();
    for (int workers : new int[] {1, 3}) {
      calls.set(0);
      Study study =
          Study.inMemory()
              .sampler(stubborn)
              .workers(workers)
              .trials(5)
              .run(space, trial -> 10.0 + calls.incrementAndGet() * 0 + trial.values().getInt("k"));
      assertThat(calls).hasValue(2);
      assertThat(study.trials().stream().map(TrialResult::value))
          .containsExactly(10.0, 10.0, 19.0, 19.0, 19.0);
      assertThat(study.trials().stream().map(TrialResult::sameAs)).containsExactly(-1, 0, -1, 2, 2);
      assertThat(study.runs()).isEqualTo(2);
    }
    calls.set(0);
    Study.inMemory()
        .sampler(stubborn)
        .duplicates(Duplicates.ALLOW)
        .trials(5)
        .run(space, trial -> calls.incrementAndGet());
    assertThat(calls).hasValue(5);
  }

  @Test
  void what_is_no_number_never_wins_and_stops_nothing() {
    Study study =
        Study.inMemory()
            .trials(20)
            .run(plane(), trial -> trial.number() < 10 ? Double.NaN : trial.number());
    assertThat(study.best().orElseThrow().number()).isEqualTo(10);
    assertThat(study.trials().getFirst().state()).isEqualTo(TrialState.FAIL);
    assertThat(study.trials().getFirst().failure()).isEqualTo("value is not a number");
    Study up =
        Study.inMemory()
            .maximize("v")
            .trials(4)
            .run(plane(), trial -> trial.number() == 0 ? Double.NaN : trial.number());
    assertThat(up.best().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void a_trial_that_throws_fails_and_three_in_a_row_stop_the_search() {
    Study study =
        Study.inMemory()
            .trials(20)
            .run(
                plane(),
                trial -> {
                  if (trial.number() % 3 != 2) {
                    throw new IOException("disk " + trial.number());
                  }
                  return bowl(trial);
                });
    assertThat(study.trials().stream().filter(t -> t.state() == TrialState.FAIL)).hasSize(14);
    assertThat(study.trials().getFirst().failure()).isEqualTo("java.io.IOException: disk 0");
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .trials(20)
                    .run(
                        plane(),
                        trial -> {
                          throw new IOException("no such column");
                        }))
        .isInstanceOf(StudyException.class)
        .hasMessage(
            "trials 0 to 2 have all failed, the last one with: java.io.IOException: no such column")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void a_missing_objective_stops_the_search_at_the_first_trial() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .minimize("val_mae", "seconds")
                    .runAll(
                        plane(),
                        trial -> {
                          calls.incrementAndGet();
                          return Map.of("val_mea", 1.0, "seconds", 2.0);
                        }))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("trial 0 has no value for the objective \"val_mae\"")
        .hasMessageContaining("did you mean \"val_mea\"?");
    assertThat(calls).hasValue(1);
  }

  @Test
  void several_objectives_have_a_front() {
    Study study =
        Study.inMemory()
            .minimize("a")
            .maximize("b")
            .trials(60)
            .runAll(
                plane(),
                trial -> {
                  double x = trial.values().getDouble("x");
                  trial.constraint(trial.values().getDouble("y")); // y must not be positive
                  return Map.of("a", x * x, "b", -(x - 0.5) * (x - 0.5));
                });
    List<TrialResult> front = study.front();
    assertThat(front).hasSizeGreaterThan(3);
    for (TrialResult t : front) {
      assertThat(t.violation()).isZero();
      for (TrialResult other : study.trials()) {
        boolean beats =
            other.violation() == 0
                && other.objectives().get(0) < t.objectives().get(0)
                && other.objectives().get(1) > t.objectives().get(1);
        assertThat(beats).isFalse();
      }
    }
  }

  @Test
  void trials_that_break_a_constraint_are_worse_than_any_that_do_not() {
    Study study =
        Study.inMemory()
            .trials(10)
            .run(
                plane(),
                trial -> {
                  trial.constraint(trial.number() == 7 ? -1 : 10 - trial.number());
                  return trial.number();
                });
    assertThat(study.best().orElseThrow().number()).isEqualTo(7);
    assertThat(study.trials().get(3).violation()).isEqualTo(7);
  }

  @Test
  void a_time_budget_ends_the_search() {
    Study study =
        Study.inMemory()
            .trials(1_000_000)
            .timeBudget(Duration.ofMillis(50))
            .run(
                plane(),
                trial -> {
                  Thread.sleep(5);
                  return bowl(trial);
                });
    assertThat(study.ended()).hasValue("the time budget of 0.1 s is used up");
    assertThat(study.trials().size()).isBetween(1, 11);
  }

  @Test
  void settings_that_contradict_each_other_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.inMemory().workers(5).run(plane(), StudyTest::bowl))
        .withMessageContaining("5 workers need a window of at least as many trials, got 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.inMemory().objective("val_loss").run(plane(), StudyTest::bowl))
        .withMessageContaining("use minimize(\"val_loss\") or maximize(\"val_loss\")");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hyperparameters.declare(hp -> {}))
        .withMessageContaining("search space: it is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.inMemory().minimize("a", "b").run(plane(), StudyTest::bowl))
        .withMessageContaining("use runAll");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Study.inMemory().schedule(Hyperband.of(9, 3)).run(plane(), StudyTest::bowl))
        .withMessageContaining("needs a folder for their checkpoints; use Study.in(folder)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.inMemory().minimize(" "))
        .withMessage("study: expected the name of an objective, got \" \"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.inMemory().timeBudget(Duration.ZERO))
        .withMessageContaining("must be greater than 0, got PT0S");
    assertThatIllegalStateException()
        .isThrownBy(() -> Study.inMemory().best())
        .withMessage("study: it has not run yet");
  }
}
