// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.kernel.WorkerPool;
import io.nyala.optimizers.Adam;
import io.nyala.saving.Weights;
import io.nyala.support.Data;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import org.junit.jupiter.api.Test;

/** One seed gives one result, to the bit. */
class RepeatabilityTest {
  private static final Tensor X = Data.normal(1, 300, 40);
  private static final Tensor Y = Data.target(X);

  private static Model network() {
    Model model =
        Sequential.of(
            input(40),
            dense(200).activation(RELU),
            dropout(0.3),
            batchNormalization(),
            dense(100).activation(RELU),
            dense(1));
    model.compile(new Adam(1e-3), meanSquaredError());
    return model;
  }

  private static String train(Model model) {
    model.fit(X, Y, fit().epochs(3).batchSize(64));
    return Weights.sha256(model);
  }

  @Test
  void runs_repeat() {
    assertThat(train(network())).isEqualTo(train(network()));
  }

  @Test
  void the_number_of_threads_does_not_matter() {
    int threads = WorkerPool.shared().threads();
    try {
      WorkerPool.useThreads(1);
      String alone = train(network());
      WorkerPool.useThreads(3);
      assertThat(train(network())).isEqualTo(alone);
    } finally {
      WorkerPool.useThreads(threads);
    }
  }

  @Test
  void a_seed_decides_weights_order_and_dropout() {
    Model zero = network();
    Model five = network();
    five.seed(5);
    Model fiveAgain = network();
    fiveAgain.seed(5);
    assertThat(five.getWeights()).isNotEqualTo(zero.getWeights());
    assertThat(five.getWeights()).isEqualTo(fiveAgain.getWeights());
    assertThat(train(five)).isEqualTo(train(fiveAgain)).isNotEqualTo(train(zero));
  }

  @Test
  void a_seed_begins_anew_what_was_trained() {
    Model model = network();
    Weights.sha256(model);
    String fresh = Weights.sha256(model);
    train(model);
    model.seed(0);
    assertThat(Weights.sha256(model)).isEqualTo(fresh);
  }

  /** Once the kernels are compiled, which takes the virtual machine some thousand steps. */
  @Test
  void a_step_of_training_allocates_nothing() {
    Model model = Sequential.of(input(40), dense(8).activation(RELU), dense(1));
    model.compile(new Adam(1e-3), meanSquaredError());
    FitOptions few = fit().batchSize(8).stepsPerEpoch(100);
    FitOptions many = fit().batchSize(8).stepsPerEpoch(2_100);
    double perStep = Double.MAX_VALUE;
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (perStep >= 1 && System.nanoTime() < deadline) {
      double more = Allocations.perRun(0, 1, () -> model.fit(X, Y, many));
      double less = Allocations.perRun(0, 1, () -> model.fit(X, Y, few));
      perStep = Math.abs(more - less) / 2_000;
    }
    assertThat(perStep).isLessThan(1);
  }
}
