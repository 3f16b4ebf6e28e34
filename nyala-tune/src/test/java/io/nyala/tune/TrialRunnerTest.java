// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tune.pruners.Pruners;
import io.nyala.tune.schedules.Hyperband;
import io.nyala.tune.space.Hyperparameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRunnerTest {
  /** Sends an order there and back, as to another process. */
  private static byte[] copied(TrialOrder order, UnaryOperator<byte[]> answers) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(order);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return ((TrialOrder) in.readObject()).run(answers);
    }
  }

  private static Model network(Hyperparameters hp) {
    int units = hp.intRange("units", 1, 16).value();
    double rate = hp.floatRange("rate", 1e-4, 1e-1).log().value();
    double much = hp.when("units", 1, 2, 3).floatRange("much", 0, 1).value();
    Model model = Sequential.of(input(2), dense(units).activation("tanh"), dense(1));
    model.compile(adam(rate * (1 + much)), meanSquaredError());
    return model;
  }

  private static History train(Model model, Trial trial) {
    if (trial.number() == 3) {
      throw new IllegalStateException("no luck");
    }
    float[] x = new float[64];
    float[] y = new float[32];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 37 % 64 / 32f - 1;
      y[i / 2] += x[i] * x[i];
    }
    trial.attribute("units", trial.values().getInt("units"));
    Tensor targets = Tensor.of(Shape.of(32, 1), y);
    return model.fit(
        Tensor.of(Shape.of(32, 2), x), targets, trial.fit().batchSize(8).validationSplit(0.25));
  }

  private static List<Map<String, Object>> seen(Study study) {
    return study.trials().stream()
        .map(
            t ->
                Map.<String, Object>of(
                    "state", t.state(),
                    "values", t.values().asMap(),
                    "objectives", t.objectives(),
                    "reports", t.steps(),
                    "attributes", t.attributes(),
                    "failure", String.valueOf(t.failure())))
        .toList();
  }

  private static void assertSame(Study elsewhere, Study here) {
    assertThat(seen(elsewhere)).isEqualTo(seen(here));
    assertThat(elsewhere.bestModel().getWeights()).isEqualTo(here.bestModel().getWeights());
  }

  @Test
  void a_study_with_pruning_is_the_same_elsewhere() {
    Study here = pruned().run(TrialRunnerTest::network, TrialRunnerTest::train);
    Study elsewhere =
        pruned()
            .workers(2)
            .runner(TrialRunnerTest::copied)
            .run(TrialRunnerTest::network, TrialRunnerTest::train);
    assertThat(here.trials()).anyMatch(trial -> trial.state().name().equals("PRUNED"));
    assertThat(here.trials()).anyMatch(trial -> trial.state().name().equals("FAIL"));
    assertSame(elsewhere, here);
  }

  private static Study pruned() {
    return Study.inMemory()
        .objective("val_loss")
        .bestEpoch()
        .pruner(Pruners.median().warmup(1))
        .trials(12)
        .epochs(5);
  }

  @Test
  void promoted_trials_continue_elsewhere(@TempDir Path one, @TempDir Path other) {
    Study here =
        Study.in(one)
            .objective("val_loss")
            .schedule(Hyperband.of(4, 2))
            .run(TrialRunnerTest::network, TrialRunnerTest::train);
    Study elsewhere =
        Study.in(other)
            .objective("val_loss")
            .schedule(Hyperband.of(4, 2))
            .runner(TrialRunnerTest::copied)
            .run(TrialRunnerTest::network, TrialRunnerTest::train);
    assertThat(here.runs()).isGreaterThan(here.trials().size());
    assertSame(elsewhere, here);
  }

  @Test
  void a_lost_process_fails_its_trial() {
    AtomicInteger runs = new AtomicInteger();
    Study study =
        Study.inMemory()
            .minimize("x")
            .trials(5)
            .runner(
                (order, answers) -> {
                  if (runs.getAndIncrement() == 2) {
                    throw new IllegalStateException("executor lost");
                  }
                  return copied(order, answers);
                })
            .run(
                Hyperparameters.declare(hp -> hp.floatRange("x", 0, 1).value()),
                trial -> trial.suggestFloat("x", 0, 1));
    assertThat(study.trials().get(2).failure())
        .hasToString("java.lang.IllegalStateException: executor lost");
    assertThat(study.trials())
        .hasSize(5)
        .filteredOn(t -> t.state().name().equals("COMPLETE"))
        .hasSize(4);
  }

  @Test
  void the_space_must_be_known() {
    assertThatThrownBy(
            () ->
                Study.inMemory()
                    .minimize("x")
                    .runner(TrialRunnerTest::copied)
                    .run(trial -> trial.suggestFloat("x", 0, 1)))
        .hasMessageContaining("use run(space, objective)");
  }
}
