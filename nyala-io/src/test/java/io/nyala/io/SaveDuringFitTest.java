// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Callback;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that another thread writes while a model is trained is of one step. */
class SaveDuringFitTest {
  private static final int FILES = 12;
  private static final Tensor X = normal(64, 8);
  private static final Tensor Y = normal(64, 1);

  @TempDir private Path folder;

  private static Tensor normal(int rows, int columns) {
    Random random = new Random(rows + columns);
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, columns), data);
  }

  private static Model network() {
    Model model = Sequential.of(input(8), dense(64), batchNormalization(), dense(1));
    model.compile(adam(0.01), meanSquaredError());
    return model;
  }

  private static Callback atBatchEnd(Runnable action) {
    return new Callback() {
      @Override
      public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
        action.run();
      }
    };
  }

  @Test
  void weights_and_optimizer_belong_together() throws Exception {
    Model alone = network();
    Map<String, Long> steps = new HashMap<>();
    alone.fit(
        X,
        Y,
        fit()
            .epochs(200)
            .batchSize(16)
            .callbacks(
                atBatchEnd(
                    () -> steps.put(Weights.sha256(alone), alone.optimizer().iterations()))));
    steps.put(Weights.sha256(network()), 0L);

    Model model = network();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch saved = new CountDownLatch(FILES);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> saving =
          other.submit(
              () -> {
                begun.await();
                for (int i = 0; i < FILES; i++) {
                  ModelFiles.save(model, folder.resolve(i + ".keras"));
                  saved.countDown();
                }
                return null;
              });
      int[] batch = new int[1];
      model.fit(
          X,
          Y,
          fit()
              .epochs(200)
              .batchSize(16)
              .callbacks(
                  atBatchEnd(
                      () -> {
                        begun.countDown();
                        if (++batch[0] == 790) {
                          await(saved); // all while training is under way, however slow the disk
                        }
                      })));
      saving.get();
    }
    for (int i = 0; i < FILES; i++) {
      Model read = ModelFiles.load(folder.resolve(i + ".keras"));
      assertThat(steps).containsEntry(Weights.sha256(read), read.optimizer().iterations());
    }
    assertThat(Weights.sha256(model)).isEqualTo(Weights.sha256(alone));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void loading_weights_is_refused_meanwhile() {
    Model model = network();
    Path file = folder.resolve("w.weights.h5");
    ModelFiles.saveWeights(model, file);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      model.fit(
          X,
          Y,
          fit()
              .batchSize(64)
              .callbacks(
                  atBatchEnd(
                      () ->
                          assertThatThrownBy(
                                  () ->
                                      other.submit(() -> ModelFiles.loadWeights(model, file)).get())
                              .hasMessageContaining("loadWeights is not allowed"))));
    }
  }
}
