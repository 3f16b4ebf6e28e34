// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.losses.Losses;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.samplers.GridSampler;
import io.nyala.tune.schedules.Hyperband;
import io.nyala.tune.space.Hyperparameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of models. */
class ModelSearchTest {
  @TempDir Path folder;

  private static final ModelTraining TRAINING =
      (model, trial) -> SearchProgram.train(model, trial.fit());

  @Test
  void the_best_model_is_ready_in_memory_and_in_a_folder() {
    Study memory = Study.inMemory().objective("val_loss").trials(5).epochs(2);
    Study files = Study.in(folder).objective("val_loss").trials(5).epochs(2);
    memory.run(SearchProgram::network, TRAINING);
    files.run(SearchProgram::network, TRAINING);
    assertThat(SearchProgram.outcome(files)).isEqualTo(SearchProgram.outcome(memory));
    assertThat(SearchProgram.outcome(Study.in(folder))).isEqualTo(SearchProgram.outcome(memory));
    assertThat(memory.goals()).containsExactly(new Goal("val_loss", false));
  }

  @Test
  void the_names_of_layers_do_not_depend_on_other_trials() {
    Study study = Study.inMemory().trials(4).workers(2).epochs(1);
    study.run(SearchProgram::network, TRAINING);
    assertThat(study.bestModel().layers().stream().map(l -> l.name()))
        .contains("dense", "dense_1")
        .doesNotContain("dense_2");
  }

  @Test
  void objectives_are_checked_before_anything_is_trained() {
    AtomicInteger trained = new AtomicInteger();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Study.inMemory()
                    .objective("val_los")
                    .run(
                        SearchProgram::network,
                        (model, trial) -> {
                          trained.incrementAndGet();
                          return TRAINING.train(model, trial);
                        }))
        .withMessageContaining("no trial would report the objective \"val_los\"")
        .withMessageContaining("did you mean \"val_loss\"?");
    assertThat(trained).hasValue(0);
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .objective("val_loss")
                    .epochs(1)
                    .run(
                        SearchProgram::network,
                        (model, trial) -> {
                          trained.incrementAndGet();
                          return model.fit(
                              Tensor.zeros(Shape.of(8, 4)),
                              Tensor.zeros(Shape.of(8, 1)),
                              trial.fit());
                        }))
        .hasMessageContaining("\"val_loss\"");
    assertThat(trained.get()).isLessThanOrEqualTo(6);
  }

  @Test
  void says_what_is_missing_in_builder_training_and_folder() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Study.inMemory()
                    .objective("val_loss")
                    .run(
                        hp -> Sequential.of(input(4), dense(hp.intRange("units", 1, 4).value())),
                        TRAINING))
        .withMessageContaining("call model.compile(...) in the builder");
    assertThatThrownBy(
            () -> Study.inMemory().epochs(1).run(SearchProgram::network, (model, trial) -> null))
        .isInstanceOf(StudyException.class)
        .hasMessage("trial 0: the training returned null; return the History from model.fit(...)");
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThatThrownBy(() -> Study.in(file).epochs(1).run(SearchProgram::network, TRAINING))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("file is a file; a study needs a folder");
    assertThat(file).hasContent("mine");
  }

  @Test
  void missing_epochs_and_validation_stop_the_search_with_words_of_its_own() {
    AtomicInteger trained = new AtomicInteger();
    ModelTraining counted =
        (model, trial) -> {
          trained.incrementAndGet();
          return TRAINING.train(model, trial);
        };
    assertThatThrownBy(() -> Study.in(folder).run(SearchProgram::network, counted))
        .isInstanceOf(StudyException.class)
        .hasMessage("study: set the number of epochs of a trial with epochs(...) or a schedule");
    assertThat(trained).hasValue(1);
    // Nothing has ended, so the same folder takes the search that was meant.
    Study meant = Study.in(folder).trials(2).epochs(1).run(SearchProgram::network, TRAINING);
    assertThat(meant.trials()).hasSize(2).allMatch(t -> t.state() == TrialState.COMPLETE);
    assertThatThrownBy(
            () -> Study.in(folder).trials(3).epochs(2).run(SearchProgram::network, TRAINING))
        .hasMessageContaining("the journal belongs to another search: its schedule");
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .epochs(1)
                    .run(
                        SearchProgram::network,
                        (model, trial) ->
                            model.fit(
                                Tensor.zeros(Shape.of(8, 4)),
                                Tensor.zeros(Shape.of(8, 1)),
                                trial.fit())))
        .hasMessageContaining("the study monitors \"val_loss\", which is not logged");
  }

  @Test
  void a_journal_of_optuna_is_refused_and_left_alone() throws IOException {
    String lines =
        """
        {"op_code": 0, "worker_id": "w", "study_name": "study", "directions": [1]}
        {"op_code": 4, "worker_id": "w", "study_id": 0, "datetime_start": "2026-01-02T03:04:05.678901"}
        {"op_code": 6, "worker_id": "w", "trial_id": 0, "state": 1, "values": [0.5], "datetime_complete": "2026-01-02T03:04:06.000000"}
        """;
    Path journal = Files.writeString(folder.resolve("study.journal"), lines);
    assertThatThrownBy(() -> Study.in(folder).epochs(1).run(SearchProgram::network, TRAINING))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("it was not created by Nyala");
    assertThat(journal).hasContent(lines);
  }

  @Test
  void larger_models_than_allowed_fail_without_training() {
    List<Integer> trained = new ArrayList<>();
    Study study = Study.inMemory().trials(20).epochs(1).mostParameters(60);
    study.run(
        SearchProgram::network,
        (model, trial) -> {
          trained.add(trial.values().getInt("units"));
          return TRAINING.train(model, trial);
        });
    assertThat(trained).isNotEmpty().allMatch(units -> 6 * units + 1 <= 60);
    assertThat(study.trials()).hasSize(20).anyMatch(t -> t.state() == TrialState.FAIL);
    assertThat(
            study.trials().stream()
                .filter(t -> t.failure() != null)
                .findFirst()
                .orElseThrow()
                .failure())
        .contains("weights, the study allows 60");
  }

  private static Model wide(Hyperparameters hp) {
    int units = hp.choice("units", 8, 10_000).value();
    Model model = Sequential.of(input(4), dense(units), dense(units), dense(1));
    return model.compile(Optimizers.adam(1e-3), Losses.meanSquaredError());
  }

  /** The weights of 10,000 by 10,000 units, their gradients and two slots of Adam. */
  @Test
  void a_model_that_needs_too_much_memory_is_refused_before_it_has_any() {
    Study study = Study.inMemory().sampler(new GridSampler()).epochs(1).mostMemory(1 << 20);
    study.run(ModelSearchTest::wide, TRAINING);
    assertThat(study.trials()).hasSize(2);
    assertThat(study.trials().get(0).state()).isEqualTo(TrialState.COMPLETE);
    assertThat(study.trials().get(1).failure())
        .isEqualTo(
            "the weights with their gradients and optimizer slots take 1,526.9 MiB"
                + " (weights 381.7, optimizer slots 763.5), the study allows 1.0");
  }

  @Test
  void a_batch_that_needs_too_much_memory_is_refused_before_its_buffers_exist() {
    Tensor x = Tensor.zeros(Shape.of(1 << 16, 4));
    Tensor y = Tensor.zeros(Shape.of(1 << 16, 1));
    Study study =
        Study.inMemory().minimize("loss").sampler(new GridSampler()).epochs(1).mostMemory(16 << 20);
    List<Integer> begun = new ArrayList<>();
    study.run(
        hp -> {
          hp.choice("batch", 16, 1 << 16);
          Model model = Sequential.of(input(4), dense(100), dense(1));
          return model.compile(Optimizers.adam(1e-3), Losses.meanSquaredError());
        },
        (model, trial) -> {
          int batch = trial.values().getInt("batch");
          begun.add(batch);
          return model.fit(x, y, trial.fit().batchSize(batch).stepsPerEpoch(1));
        });
    assertThat(begun).containsExactly(16, 1 << 16);
    assertThat(study.trials().get(0).state()).isEqualTo(TrialState.COMPLETE);
    assertThat(study.trials().get(1).failure())
        .startsWith("a training with batches of 65,536 rows takes ")
        .endsWith(", the study allows 16.0");
  }

  @Test
  void a_builder_that_throws_stops_the_search_before_its_first_trial() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Study.inMemory()
                    .run(
                        hp -> {
                          hp.intRange("units", 1, 4);
                          throw new IllegalArgumentException("no such layer");
                        },
                        TRAINING))
        .withMessage("no such layer");
  }

  @Test
  void a_builder_that_throws_fails_its_trial_and_three_in_a_row_stop_the_search() {
    AtomicInteger built = new AtomicInteger();
    ModelBuilder odd =
        hp -> {
          Model model = SearchProgram.network(hp);
          if (built.getAndIncrement() % 2 == 1) {
            throw new IllegalStateException("odd one");
          }
          return model;
        };
    Study study = Study.inMemory().trials(6).epochs(1).run(odd, TRAINING);
    assertThat(study.trials()).hasSize(6);
    assertThat(study.trials().get(0).failure()).contains("odd one");
    assertThat(study.trials().get(1).state()).isEqualTo(TrialState.COMPLETE);
    built.set(0);
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .trials(6)
                    .epochs(1)
                    .run(
                        hp -> {
                          Model model = SearchProgram.network(hp);
                          if (built.getAndIncrement() > 0) {
                            throw new IllegalStateException("no memory on the moon");
                          }
                          return model;
                        },
                        TRAINING))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("trials 0 to 2 have all failed")
        .hasMessageContaining("no memory on the moon");
  }

  @Test
  void reports_after_batches_prune_within_an_epoch() {
    Study study =
        Study.inMemory()
            .minimize("loss")
            .epochs(2)
            .trials(3)
            .pruner((steps, history) -> steps.size() == 3);
    study.run(
        SearchProgram::network,
        (model, trial) -> SearchProgram.train(model, fit().epochs(2).callbacks(trial.reports(2))));
    for (TrialResult trial : study.trials()) {
      assertThat(trial.state()).isEqualTo(TrialState.PRUNED);
      assertThat(trial.steps().keySet()).containsExactly(2, 4, 6); // of six batches an epoch
    }
  }

  /** The weights after the best epoch are those of a training of that many epochs. */
  @Test
  void the_best_epoch_counts_where_asked() {
    Study study = Study.in(folder).objective("val_loss").bestEpoch().schedule(Hyperband.of(9, 3));
    study.run(ModelSearchTest::overfitting, TRAINING);
    TrialResult best = study.best().orElseThrow();
    double least = best.steps().values().stream().min(Double::compare).orElseThrow();
    assertThat(best.value()).isEqualTo(least);
    int epoch =
        best.steps().entrySet().stream()
            .filter(e -> e.getValue() == least)
            .findFirst()
            .orElseThrow()
            .getKey();
    assertThat(epoch).isLessThan(8);
    Hyperparameters same = Hyperparameters.from((p, conditions) -> best.values().get(p.name()));
    Model alone = overfitting(same);
    alone.seed(Draws.of(0, best.number(), "trial").nextLong() >>> 1);
    SearchProgram.train(alone, fit().epochs(epoch + 1));
    for (int i = 0; i < alone.getWeights().size(); i++) {
      assertThat(study.bestModel().getWeights().get(i).floats())
          .isEqualTo(alone.getWeights().get(i).floats());
    }
  }

  /** A rate at which the loss goes up and down. */
  private static Model overfitting(Hyperparameters hp) {
    double rate = hp.floatRange("rate", 0.5, 1.5).value();
    Model model =
        SearchProgram.network(
            Hyperparameters.from((p, c) -> p.name().equals("rate") ? 0.05 : p.fromUnit(1)));
    model.compile(Optimizers.adam(rate), Losses.meanSquaredError());
    return model;
  }
}
