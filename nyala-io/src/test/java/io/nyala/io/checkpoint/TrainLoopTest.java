// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.TrainLoop;
import io.nyala.models.TrainStep;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.SGD;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loop of steps that was interrupted ends as one that was not. */
class TrainLoopTest {
  private static final int BATCHES = 5;
  private static final int EPOCHS = 3;
  private static final Tensor X = normal(1, 40, 4);
  private static final Tensor Y = normal(2, 40, 1);

  @TempDir Path folder;

  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Tensor normal(long seed, int rows, int columns) {
    Random random = new Random(seed);
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, columns), data);
  }

  private static BatchSource batches() {
    return pass ->
        new BatchSource.Pass() {
          private int given;

          @Override
          public Batch next() {
            if (given == BATCHES) {
              return null;
            }
            int from = (int) (given++ + pass) % BATCHES * 8;
            return Batch.of(X.rows(from, from + 8), Y.rows(from, from + 8));
          }
        };
  }

  /** Two networks that learn in turn, the second what the first is wrong by. */
  private static final class Training {
    private final Model first = seeded(dense(6).activation(RELU), 3);
    private final Model second = seeded(dense(5), 4);
    private final Adam adam = adam(1e-2);
    private final SGD sgd = sgd(0.1).momentum(0.9);
    private final List<Double> losses = new ArrayList<>();
    private final TrainStep one =
        TrainStep.of(
            List.of("x", "y"),
            tape -> {
              Value predicted = tape.call(first, tape.input("x"));
              tape.minimize(adam, tape.loss(meanSquaredError(), tape.input("y"), predicted), first);
              tape.metric(meanAbsoluteError(), tape.input("y"), predicted);
            });
    private final TrainStep other =
        TrainStep.of(
            List.of("x", "y"),
            tape -> {
              Value error = tape.input("y").minus(tape.infer(first, tape.input("x")));
              Value predicted = tape.call(second, tape.input("x"));
              tape.minimize(sgd, tape.loss(meanSquaredError(), error, predicted), second);
            });

    private static Model seeded(Layer layer, long seed) {
      Model model = Sequential.of(input(4), layer, batchNormalization(), dropout(0.3), dense(1));
      model.seed(seed);
      return model;
    }

    /** Runs, or goes on, and falls over after so many batches. */
    private void run(Checkpoints keeper, int most, String condition) {
      Tensor x = X.rows(0, 8);
      Tensor y = Y.rows(0, 8);
      int[] made = new int[1];
      TrainLoop.of(one.prepare(x, y), other.prepare(x, y))
          .seed(7)
          .condition("data", condition)
          .state(() -> Map.of("losses", List.copyOf(losses)), this::restore)
          .checkpoints(keeper)
          .run(
              batches(),
              EPOCHS,
              (batch, at) -> {
                if (made[0]++ == most) {
                  throw new Interruption();
                }
                adam.learningRate(1e-2 / (1 + at.number()));
                one.run(batch.x().getFirst(), batch.y().getFirst());
                other.run(batch.x().getFirst(), batch.y().getFirst());
                if (at.isLast()) {
                  losses.add(one.results().loss());
                  one.reset();
                }
              });
    }

    private void restore(Map<String, Object> state) {
      losses.clear();
      ((List<?>) state.get("losses")).forEach(v -> losses.add(((Number) v).doubleValue()));
    }
  }

  @Test
  void goes_on_to_the_same_bits() {
    Training whole = new Training();
    whole.run(null, Integer.MAX_VALUE, "a");
    assertThat(whole.losses).hasSize(EPOCHS);

    for (int most : new int[] {1, 4, 5, 7}) {
      Path at = folder.resolve("after-" + most);
      Training training = null;
      for (boolean ended = false; !ended; ) {
        training = new Training();
        try {
          training.run(Checkpoints.in(at).everySteps(1), most, "a");
          ended = true;
        } catch (Interruption e) {
          assertThat(training.one.optimizers().getFirst().iterations()).isPositive();
        }
      }
      assertThat(training.first.getWeights()).isEqualTo(whole.first.getWeights());
      assertThat(training.second.getWeights()).isEqualTo(whole.second.getWeights());
      assertThat(training.losses).isEqualTo(whole.losses);
      assertThat(training.one.results().values()).isEqualTo(whole.one.results().values());
      assertThat(training.other.results().values()).isEqualTo(whole.other.results().values());
      assertThat(training.adam.learningRate()).isEqualTo(whole.adam.learningRate());
    }
  }

  @Test
  void refuses_the_checkpoint_of_another_loop() {
    assertThatThrownBy(() -> new Training().run(Checkpoints.in(folder).everySteps(1), 2, "a"))
        .isInstanceOf(Interruption.class);
    Training other = new Training();
    List<Tensor> before = other.first.getWeights();

    assertThatThrownBy(() -> other.run(Checkpoints.in(folder), 2, "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{data=a}; this training has seed 7, 2 steps and {data=b}");
    assertThat(other.first.getWeights()).isEqualTo(before);
  }

  @Test
  void steps_are_prepared_before_they_are_kept() {
    Training training = new Training();

    assertThatThrownBy(
            () ->
                TrainLoop.of(training.one)
                    .checkpoints(Checkpoints.in(folder))
                    .run(batches(), 1, (batch, at) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call prepare first");
  }
}
