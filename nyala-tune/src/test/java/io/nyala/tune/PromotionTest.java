// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.schedules.Asha;
import io.nyala.tune.space.Hyperparameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials that stop and go on. */
class PromotionTest {
  @TempDir Path folder;

  /** Dropout, Adam's moments and the order of rows go on too, or the weights would differ. */
  @ParameterizedTest
  @ValueSource(strings = {"hyperband", "asha", "halving"})
  void a_promoted_trial_has_the_weights_of_one_training_of_that_length(String schedule)
      throws Exception {
    Study study = SearchProgram.search(folder, 2, schedule);
    TrialResult best = study.best().orElseThrow();
    assertThat(best.steps()).hasSize(9);

    Hyperparameters same =
        Hyperparameters.from((parameter, conditions) -> best.values().get(parameter.name()));
    Model alone = SearchProgram.network(same);
    alone.seed(Draws.of(5, best.number(), "trial").nextLong() >>> 1);
    double loss = SearchProgram.train(alone, fit().epochs(9)).last("val_loss");

    assertThat(best.value()).isEqualTo(loss);
    List<Tensor> promoted = study.bestModel().getWeights();
    List<Tensor> expected = alone.getWeights();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(promoted.get(i).floats()).isEqualTo(expected.get(i).floats());
    }
  }

  @Test
  void hyperband_makes_its_runs_and_leaves_the_best_model_only() throws Exception {
    Study study = SearchProgram.search(folder, 1, "hyperband");
    assertThat(study.runs()).isEqualTo(22);
    assertThat(study.trials()).hasSize(17);
    assertThat(study.trials().stream().filter(t -> t.state() == TrialState.COMPLETE)).hasSize(5);
    assertThat(study.trials().stream().filter(t -> t.state() == TrialState.PRUNED)).hasSize(12);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("study.journal", "model.keras");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hyperband", "asha", "halving"})
  void any_number_of_workers_promotes_the_same_trials(String schedule) {
    String alone = SearchProgram.outcome(SearchProgram.search(folder.resolve("1"), 1, schedule));
    for (int workers = 2; workers <= 4; workers++) {
      Path own = folder.resolve(String.valueOf(workers));
      assertThat(SearchProgram.outcome(SearchProgram.search(own, workers, schedule)))
          .isEqualTo(alone);
    }
  }

  /** What is promoted when follows from the clock; that nothing is lost or wrong does not. */
  @Test
  void without_order_each_trial_is_still_trained_exactly() {
    Study study = SearchProgram.search(folder, 3, "asynchronous asha");
    assertThat(study.trials()).hasSize(9);
    assertThat(study.ended()).hasValue("all 9 trials are done, and none can continue");
    for (TrialResult trial : study.trials()) {
      assertThat(trial.state().finished()).isTrue();
      assertThat(trial.steps()).hasSize(trial.runs() == 1 ? 1 : trial.runs() == 2 ? 3 : 9);
      Hyperparameters same =
          Hyperparameters.from((parameter, conditions) -> trial.values().get(parameter.name()));
      Model alone = SearchProgram.network(same);
      alone.seed(Draws.of(5, trial.number(), "trial").nextLong() >>> 1);
      double loss = SearchProgram.train(alone, fit().epochs(trial.steps().size())).last("val_loss");
      assertThat(trial.steps().lastEntry().getValue()).isEqualTo(loss);
    }
  }

  @Test
  void checkpoints_take_a_folder() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Study.inMemory()
                    .schedule(Asha.of(3, 1, 3, 3))
                    .run(trial -> trial.suggestFloat("x", 0, 1)))
        .withMessageContaining("use Study.in(folder)");
  }
}
