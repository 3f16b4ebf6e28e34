// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.kernel.WorkerPool;
import io.nyala.layers.Layers;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads of one model. */
@Timeout(120)
class OwnThreadsTest {
  private static final int ROWS = 256;
  private static final int WIDTH = 256; // enough work for several chunks in each product
  private static final Tensor X = numbers(ROWS, WIDTH);
  private static final Tensor Y = numbers(ROWS, 1);

  private final int threadsBefore = WorkerPool.shared().threads();

  @AfterEach
  void give_the_threads_back() {
    WorkerPool.useThreads(threadsBefore);
  }

  private static Tensor numbers(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(rows + columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, columns), values);
  }

  private static Model model() {
    Model model =
        Sequential.of(input(WIDTH), dense(WIDTH).activation(Layers.RELU), dense(WIDTH), dense(1));
    model.compile(adam(1e-3), meanSquaredError());
    return model;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fit", "trainOnBatch", "evaluate", "predict", "predictor"})
  void a_model_of_one_thread_starts_no_other(String method) throws InterruptedException {
    Consumer<Model> work =
        switch (method) {
          case "fit" -> model -> model.fit(X, Y, fit().batchSize(ROWS));
          case "trainOnBatch" -> model -> model.trainOnBatch(X, Y);
          case "evaluate" ->
              model -> model.evaluate(X, Y, EvaluateOptions.evaluate().batchSize(ROWS));
          case "predict" -> model -> model.predict(X);
          case "predictor" -> model -> model.predictor().predict(new float[WIDTH], new float[1]);
          default -> throw new IllegalArgumentException(method);
        };
    WorkerPool.useThreads(2);
    awaitEndOfWorkers();
    Model alone = model();
    alone.threads(1);
    work.accept(alone);
    assertThat(hasWorkers()).isFalse();
    if (!method.equals("predictor")) { // too little work for several threads
      work.accept(model());
      assertThat(hasWorkers()).isTrue();
    }
  }

  private static void awaitEndOfWorkers() throws InterruptedException {
    while (hasWorkers()) {
      Thread.sleep(50);
    }
  }

  private static boolean hasWorkers() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("nyala-worker-"));
  }

  @Test
  void the_number_of_threads_of_a_model_does_not_matter() {
    Model shared = model();
    shared.fit(X, Y, fit().batchSize(64).epochs(2));
    String expected = Weights.sha256(shared);
    for (int threads : List.of(1, 2, 3)) {
      Model bounded = model();
      bounded.threads(threads);
      bounded.fit(X, Y, fit().batchSize(64).epochs(2));
      assertThat(Weights.sha256(bounded)).as("%d threads", threads).isEqualTo(expected);
      assertThat(bounded.predict(X).floats()).isEqualTo(shared.predict(X).floats());
    }
  }

  @Test
  void models_with_threads_of_their_own_train_at_once() throws InterruptedException {
    Model alone = model();
    alone.fit(X, Y, fit().batchSize(64).epochs(5));
    Model[] models = {model(), model(), model()};
    Thread[] trainings = new Thread[models.length];
    for (int i = 0; i < models.length; i++) {
      Model model = models[i];
      model.threads(2); // six threads, more than there may be processors
      trainings[i] = new Thread(() -> model.fit(X, Y, fit().batchSize(64).epochs(5)));
      trainings[i].start();
    }
    for (int i = 0; i < models.length; i++) {
      trainings[i].join();
      assertThat(Weights.sha256(models[i])).isEqualTo(Weights.sha256(alone));
    }
  }

  @Test
  void no_threads_are_refused() {
    Model model = model().seed(1);
    assertThatThrownBy(() -> model.threads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s (Sequential): threads must be at least 1 (the calling thread alone), got 0"
                .formatted(model.name()));
  }
}
