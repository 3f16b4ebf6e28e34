// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backpropagation through ten thousand steps, in the memory that the tests have: 2 GB. */
class LongSequenceTest {
  private static final int STEPS = 10_000;
  private static final int BATCH = 4;

  @Test
  void ten_thousand_steps_train_in_two_gigabytes() {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(2L << 30);
    float[] waves = new float[BATCH * STEPS];
    float[] phases = new float[BATCH];
    for (int row = 0; row < BATCH; row++) {
      phases[row] = (float) Math.sin(row);
      for (int t = 0; t < STEPS; t++) {
        waves[row * STEPS + t] = (float) Math.sin(row + 1e-3 * (STEPS - 1 - t));
      }
    }
    Model model = Sequential.of(input(STEPS, 1), lstm(32), dense(1));
    model.seed(5);
    model.compile(adam(0.02), meanSquaredError());
    Tensor x = Tensor.of(Shape.of(BATCH, STEPS, 1), waves);
    Tensor y = Tensor.of(Shape.of(BATCH, 1), phases);
    List<Double> loss = model.fit(x, y, fit().epochs(6).batchSize(BATCH)).get("loss");
    assertThat(loss.getLast()).isLessThan(0.5 * loss.getFirst());
  }
}
