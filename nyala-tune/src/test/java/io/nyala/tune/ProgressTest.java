// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tune.space.Hyperparameters;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a search says while it runs, and at its end. */
class ProgressTest {
  private static SearchSpace plane() {
    return Hyperparameters.declare(
        hp -> {
          hp.floatRange("x", -1, 1);
          hp.floatRange("y", -1, 1);
        });
  }

  @Test
  void tells_how_it_is_getting_on() {
    List<String> lines = new ArrayList<>();
    Study.inMemory().trials(3).progress(lines::add).run(plane(), trial -> 3 - trial.number());
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1))
        .matches("trial 1 \\{x=.*, y=.*}: value 2\\.0000; best 2\\.0000 of trial 1; .* left");
    assertThat(lines.get(2)).doesNotContain("left");
    assertThat(lines.get(3))
        .matches(
            "the search has ended after 3 trials, 3 trainings and .* s: all 3 trials are done");
  }

  @Test
  void says_that_it_has_ended_when_the_last_trial_has() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Study.inMemory()
        .workers(3)
        .trials(4)
        .progress(lines::add)
        .run(
            plane(),
            trial -> {
              Thread.sleep(trial.number() == 3 ? 100 : 1);
              return trial.number();
            });
    assertThat(lines).hasSize(5);
    assertThat(lines.getLast()).startsWith("the search has ended after 4 trials");
  }

  @Test
  void says_when_no_trial_has_a_value() {
    List<String> lines = new ArrayList<>();
    Study study = Study.inMemory().trials(1).progress(lines::add);
    study.run(
        trial -> {
          trial.suggestFloat("x", 0.1 + 0.2, 0.1 + 0.2);
          return Double.NaN;
        });
    assertThat(study.ended())
        .hasValue(
            "all 1 trials are done; none has a value, the last one failed: value is not a number");
    assertThat(lines.getFirst()).isEqualTo("trial 0 {x=0.3}: failed: value is not a number");
    assertThat(lines.getLast()).startsWith("the search has ended after 1 trial, 1 training and ");
  }

  @Test
  void lines_have_at_most_a_hundred_columns() {
    List<String> lines = new ArrayList<>();
    SearchSpace many =
        Hyperparameters.declare(
            hp -> {
              for (int i = 0; i < 12; i++) {
                hp.floatRange("hyperparameter" + i, 0, 1);
              }
            });
    Study.inMemory().trials(3).progress(lines::add).run(many, trial -> 1e-5 / 3);
    assertThat(lines.get(1))
        .matches(
            "trial 1 \\{hyperparameter0=.*, \\.\\.\\.}: value 3.3333e-06; best .* of trial 0; .*")
        .hasSizeBetween(75, 100);
  }

  @Test
  void an_objective_without_hyperparameters_is_run_a_few_times_only() {
    for (int workers = 1; workers <= 4; workers += 3) {
      Study study = Study.inMemory().workers(workers).run(trial -> 7);
      assertThat(study.ended())
          .hasValue("trials ask for no hyperparameter, so all would be the same");
      assertThat(study.trials()).hasSize(4); // the window: these are begun before any is known
    }
    Study repeated = Study.inMemory().trials(9).duplicates(Duplicates.ALLOW).run(trial -> 7);
    assertThat(repeated.trials()).hasSize(9);
  }
}
