// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.api.NyalaVersion;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tune.Study;
import io.nyala.tune.StudyException;
import io.nyala.tune.Trial;
import io.nyala.tune.pruners.Pruners;
import io.nyala.tune.schedules.Asha;
import io.nyala.tune.schedules.Hyperband;
import io.nyala.tune.space.Hyperparameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestCluster.class)
class SparkTrialsTest {
  private static final String LOST = "lost";

  private static Model network(Hyperparameters hp) {
    int units = hp.intRange("units", 1, 16).value();
    double rate = hp.floatRange("rate", 1e-4, 1e-1).log().value();
    Model model = Sequential.of(input(2), dense(units).activation("tanh"), dense(1));
    model.compile(adam(rate), meanSquaredError());
    return model;
  }

  private static Tensor x() {
    float[] x = new float[64];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 37 % 64 / 32f - 1;
    }
    return Tensor.of(Shape.of(32, 2), x);
  }

  private static Tensor y() {
    float[] x = x().floats();
    float[] y = new float[32];
    for (int i = 0; i < x.length; i++) {
      y[i / 2] += x[i] * x[i];
    }
    return Tensor.of(Shape.of(32, 1), y);
  }

  private static List<Map<String, Object>> seen(Study study) {
    return study.trials().stream()
        .map(
            t ->
                Map.<String, Object>of(
                    "state", t.state(),
                    "values", t.values().asMap(),
                    "objectives", t.objectives(),
                    "reports", t.steps()))
        .toList();
  }

  private static Study run(Study study) {
    return study.run(
        hp -> network(hp),
        (model, trial) -> model.fit(x(), y(), trial.fit().batchSize(8).validationSplit(0.25)));
  }

  @Test
  void pruned_trials_are_those_of_one_process() {
    Study here = run(pruned());
    assertThat(here.trials()).anyMatch(trial -> trial.state().name().equals("PRUNED"));
    try (SparkTrials trials = SparkTrials.on(TestCluster.session())) {
      Study there = run(pruned().workers(3).runner(trials));
      assertThat(seen(there)).isEqualTo(seen(here));
      assertThat(there.bestModel().getWeights()).isEqualTo(here.bestModel().getWeights());
    }
  }

  private static Study pruned() {
    return Study.inMemory()
        .objective("val_loss")
        .pruner(Pruners.median().warmup(1))
        .trials(10)
        .epochs(4);
  }

  @Test
  void promoted_trials_continue_although_a_task_is_lost(@TempDir Path folder) throws Exception {
    Study here = run(halved(folder.resolve("here")));
    String data = folder.toString();
    try (SparkTrials trials = SparkTrials.on(TestCluster.session())) {
      // snippet:spark-trials
      Study study =
          Study.in(folder.resolve("there"))
              .objective("val_loss")
              .schedule(Asha.of(6, 1, 4, 2))
              .workers(4) // tasks at the same time
              .runner(trials);
      study.run(hp -> network(hp), (model, trial) -> train(model, trial, data)); // reads the data
      // end:spark-trials
      assertThat(seen(study)).isEqualTo(seen(here));
      assertThat(study.bestModel().getWeights()).isEqualTo(here.bestModel().getWeights());
      assertThat(folder.resolve(LOST)).exists();
    }
  }

  private static Study halved(Path folder) {
    return Study.in(folder).objective("val_loss").schedule(Asha.of(6, 1, 4, 2));
  }

  /** Ends the JVM of the task of one trial, the first time. */
  private static History train(Model model, Trial trial, String folder) throws Exception {
    Path lost = Path.of(folder, LOST);
    if (trial.number() == 2 && !Files.exists(lost)) {
      Files.createFile(lost);
      Runtime.getRuntime().halt(1);
    }
    return model.fit(x(), y(), trial.fit().batchSize(8).validationSplit(0.25));
  }

  @Test
  void hyperband_continues_trials_in_other_tasks(@TempDir Path folder) {
    Study here = run(hyperband(folder.resolve("here")));
    // Li and others, 2018: from 4 trials of 1 epoch, 2 of 2 and 1 of 4; from 3 of 2, 1 of 4; 3 of
    // 4.
    assertThat(here.trials().stream().map(trial -> trial.steps().size()).sorted())
        .containsExactly(1, 1, 2, 2, 2, 4, 4, 4, 4, 4);
    try (SparkTrials trials = SparkTrials.on(TestCluster.session())) {
      Study there = run(hyperband(folder.resolve("there")).workers(4).runner(trials));
      assertThat(seen(there)).isEqualTo(seen(here));
      assertThat(there.bestModel().getWeights()).isEqualTo(here.bestModel().getWeights());
    }
  }

  private static Study hyperband(Path folder) {
    return Study.in(folder).objective("val_loss").schedule(Hyperband.of(4, 2));
  }

  @Test
  void executors_with_another_version_refuse_trials() {
    Host other = new Host("the driver", "9.9", true);
    try (SparkTrials trials = new SparkTrials(TestCluster.session(), other)) {
      assertThatThrownBy(() -> run(pruned().runner(trials)))
          .isInstanceOf(StudyException.class)
          .hasMessageContaining(
              "has Nyala %s, but the driver has 9.9; give all the same jars"
                  .formatted(NyalaVersion.number()));
    }
  }

  @Test
  void says_what_cannot_be_sent() {
    Tensor x = x();
    try (SparkTrials trials = SparkTrials.on(TestCluster.session())) {
      assertThatThrownBy(
              () ->
                  pruned()
                      .runner(trials)
                      .run(
                          hp -> network(hp),
                          (model, trial) -> model.fit(x, y(), trial.fit().validation(x, y()))))
          .isInstanceOf(StudyException.class)
          .hasMessageContaining("use an object of io.nyala.tensor.Tensor, which cannot be sent");
    }
  }
}
