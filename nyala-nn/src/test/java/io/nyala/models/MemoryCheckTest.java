// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.EvaluateOptions.evaluate;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.training.TrainingMemory;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryCheckTest {
  private static final int ROWS = 48;

  private static Model network() {
    Model model = Sequential.of(input(5), dense(7), batchNormalization(), dense(1));
    return model.compile(adam(1e-3), meanSquaredError());
  }

  private static Tensor zeros(int columns) {
    return Tensor.zeros(Shape.of(ROWS, columns));
  }

  /** The weights first, then the step of 32 rows, then that of the last 16. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void what_is_checked_before_is_what_is_used_afterwards(int shards) {
    List<TrainingMemory> checked = new ArrayList<>();
    Model trained =
        MemoryCheck.with(
            checked::add,
            () -> {
              Model model = network();
              if (shards > 0) {
                model.distribute(DataParallel.replicas(2).shards(shards));
              }
              model.fit(zeros(5), zeros(1));
              return model;
            });
    assertThat(checked).hasSize(3);
    long weights = 4L * trained.countParams();
    long updated = weights - 4 * 14; // without the moving averages of seven units
    assertThat(checked.get(0))
        .isEqualTo(new TrainingMemory(0, 0, weights, 2 * updated, weights + 3 * updated));
    assertThat(checked.get(1)).isEqualTo(trained.trainingMemory());
    assertThat(checked.get(1).rows()).isEqualTo(32);
    assertThat(checked.get(2).rows()).isEqualTo(16);
  }

  @Test
  void a_validation_adds_its_buffers() {
    List<TrainingMemory> checked = new ArrayList<>();
    MemoryCheck.with(
        checked::add,
        () ->
            network()
                .fit(zeros(5), zeros(1), fit().batchSize(ROWS).validation(zeros(5), zeros(1))));
    assertThat(checked).hasSize(3);
    assertThat(checked.get(2).rows()).isEqualTo(ROWS);

    List<TrainingMemory> alone = new ArrayList<>();
    MemoryCheck.with(
        alone::add, () -> network().evaluate(zeros(5), zeros(1), evaluate().batchSize(ROWS)));
    long buffers = alone.getLast().used() - checked.getFirst().used(); // without the weights
    assertThat(buffers).isPositive();
    assertThat(checked.get(2).used()).isEqualTo(checked.get(1).used() + buffers);
  }

  @Test
  void a_check_that_throws_leaves_the_model_as_it_was() {
    Model model = network();
    List<Tensor> before = model.getWeights();
    assertThatThrownBy(
            () ->
                MemoryCheck.with(
                    memory -> {
                      throw new IllegalStateException("no room");
                    },
                    () -> model.fit(zeros(5), zeros(1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no room");
    assertThatThrownBy(model::trainingMemory).hasMessageContaining("was not trained yet");
    assertThat(model.getWeights()).isEqualTo(before);
    model.fit(zeros(5), zeros(1)); // without a check
    assertThat(model.trainingMemory().rows()).isEqualTo(32);
  }
}
