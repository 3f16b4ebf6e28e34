// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.simpleRNN;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.metrics.Metrics.auc;
import static io.nyala.metrics.Metrics.confusionMatrix;
import static io.nyala.models.EvaluateOptions.evaluate;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Layer;
import io.nyala.ops.Value;
import io.nyala.saving.Weights;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of several threads on one model, and runs inside others: each has what is its own. */
class ConcurrentRunsTest {
  private static final int ROWS = 96;
  private static final int BATCH = 16;
  private static final Tensor X = Data.normal(1, ROWS, 6);
  private static final Tensor Y = classes(X);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end_threads() {
    threads.shutdownNow();
  }

  /** 1 where the first column is positive. */
  private static Tensor classes(Tensor x) {
    float[] y = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      y[r] = x.at(r * 6) > 0 ? 1 : 0;
    }
    return Tensor.of(Shape.of(ROWS, 1), y);
  }

  private static Model network() {
    Model model =
        Sequential.of(
            input(6), dense(12), batchNormalization(), dropout(0.2), dense(1).activation(SIGMOID));
    model.compile(adam(0.01), binaryCrossentropy(), accuracy(), auc(), confusionMatrix(2));
    return model;
  }

  private static Callback atBatchEnd(Consumer<Map<String, Double>> action) {
    return new Callback() {
      @Override
      public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
        action.accept(logs);
      }
    };
  }

  private static Evaluation measure(Model model) {
    return model.evaluate(X, Y, evaluate().batchSize(7));
  }

  private <T> T elsewhere(Callable<T> work) throws Exception {
    return threads.submit(work).get();
  }

  @Test
  void evaluations_of_several_threads_do_not_mix() throws Exception {
    Model model = network();
    Map<String, Double> alone = measure(model).values();
    List<Future<Evaluation>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(threads.submit(() -> measure(model)));
    }
    for (Future<Evaluation> each : all) {
      assertThat(each.get().values()).isEqualTo(alone);
    }
  }

  @Test
  void the_first_runs_of_a_model_that_is_not_built_may_be_at_once() throws Exception {
    for (int round = 0; round < 20; round++) {
      Model model = Sequential.of(dense(4), dense(1));
      model.compile(sgd(0.1), meanSquaredError());
      Future<Tensor> predicted = threads.submit(() -> model.predict(X));
      Future<Evaluation> evaluated = threads.submit(() -> model.evaluate(X, Y));
      Model alone = Sequential.of(dense(4), dense(1));
      alone.compile(sgd(0.1), meanSquaredError());
      assertThat(predicted.get()).isEqualTo(alone.predict(X));
      assertThat(evaluated.get().loss()).isEqualTo(alone.evaluate(X, Y).loss());
    }
  }

  @Test
  void an_evaluation_inside_a_step_does_not_mix_into_the_epoch() {
    Model alone = network();
    History expected = alone.fit(X, Y, fit().epochs(2).batchSize(BATCH));
    Model model = network();
    List<Evaluation> inside = new ArrayList<>();
    History got =
        model.fit(
            X,
            Y,
            fit()
                .epochs(2)
                .batchSize(BATCH)
                .callbacks(atBatchEnd(logs -> inside.add(measure(model)))));
    assertThat(got.values()).isEqualTo(expected.values());
    assertThat(model.getWeights()).isEqualTo(alone.getWeights());
    assertThat(inside.getLast().values()).isEqualTo(measure(alone).values());
  }

  /** Every step leaves another model; what other threads see is always one of these as a whole. */
  @Test
  void those_who_read_during_a_fit_see_the_weights_of_one_step() throws Exception {
    FitOptions plan = fit().epochs(12).batchSize(BATCH);
    Model alone = network();
    Set<Object> measures = new HashSet<>(List.of(measure(alone).values()));
    Set<Object> predictions = new HashSet<>(List.of(alone.predict(X)));
    Set<Object> weights = new HashSet<>(List.of(alone.getWeights()));
    History expected =
        alone.fit(
            X,
            Y,
            fit()
                .epochs(12)
                .batchSize(BATCH)
                .callbacks(
                    atBatchEnd(
                        logs -> {
                          measures.add(measure(alone).values());
                          predictions.add(alone.predict(X));
                          weights.add(alone.getWeights());
                        })));
    assertThat(measures).hasSizeGreaterThan(60);

    Model model = network();
    AtomicInteger seen = new AtomicInteger();
    List<Future<List<Object>>> readers = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      int kind = t % 3;
      readers.add(
          threads.submit(
              () -> {
                List<Object> strangers = new ArrayList<>();
                while (!Thread.currentThread().isInterrupted() && seen.get() >= 0) {
                  Object found =
                      switch (kind) {
                        case 0 -> measure(model).values();
                        case 1 -> model.predict(X);
                        default -> model.getWeights();
                      };
                  Set<Object> known = List.of(measures, predictions, weights).get(kind);
                  if (!known.contains(found)) {
                    strangers.add(found);
                  }
                  seen.incrementAndGet();
                }
                return strangers;
              }));
    }
    // So slow that others get their turn, whatever the machine.
    History got =
        model.fit(X, Y, plan.callbacks(atBatchEnd(logs -> awaitAtLeast(seen, seen.get() + 3))));
    seen.set(Integer.MIN_VALUE);
    for (Future<List<Object>> reader : readers) {
      assertThat(reader.get()).isEmpty();
    }
    assertThat(got.values()).isEqualTo(expected.values());
    assertThat(model.getWeights()).isEqualTo(alone.getWeights());
  }

  private static void awaitAtLeast(AtomicInteger count, int least) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (count.get() < least && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  /** Rows of a table wait for updates; those who read must not hurry them, nor see them late. */
  @Test
  void reading_word_vectors_during_a_fit_changes_no_bit() throws Exception {
    int words = 3_000;
    int[] ids = new int[ROWS * 5];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 7 % words;
    }
    Tensor x = Tensor.ofInts(Shape.of(ROWS, 5), ids);
    FitOptions plan = fit().epochs(4).batchSize(4);
    Model alone = words(words);
    alone.fit(x, Y, plan);

    Model model = words(words);
    Set<Object> losses = new HashSet<>();
    Future<?>[] reader = new Future<?>[1];
    AtomicInteger steps = new AtomicInteger();
    model.fit(
        x,
        Y,
        fit()
            .epochs(4)
            .batchSize(4)
            .callbacks(
                atBatchEnd(
                    logs -> {
                      if (reader[0] == null || reader[0].isDone()) {
                        steps.set(0);
                        reader[0] =
                            threads.submit(
                                () -> {
                                  losses.add(model.evaluate(x, Y).loss());
                                  model.predict(x);
                                  model.predictOnBatch(x);
                                  model.getWeights();
                                  return model.weights().get(0).get();
                                });
                      }
                      if (steps.incrementAndGet() == 5) {
                        awaitDone(reader[0]);
                      }
                    })));
    reader[0].get();
    assertThat(losses).hasSizeGreaterThan(3);
    assertThat(Weights.sha256(model)).isEqualTo(Weights.sha256(alone));
  }

  private static void awaitDone(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Model words(int words) {
    Model model =
        Sequential.of(input(5), embedding(words, 12), flatten(), dense(1).activation(SIGMOID));
    model.compile(adam(0.01), binaryCrossentropy());
    return model;
  }

  @Test
  void a_second_fit_and_other_changes_are_refused_meanwhile(@TempDir Path folder) {
    Model model = network();
    Path file = folder.resolve("before.weights.npz");
    model.saveWeights(file);
    List<Throwable> refusals = new ArrayList<>();
    List<Tensor> before = model.getWeights();
    Map<String, Callable<?>> changes =
        Map.of(
            "fit", () -> model.fit(X, Y),
            "trainOnBatch", () -> model.trainOnBatch(X, Y),
            "compile", () -> model.compile(sgd(1), meanSquaredError()),
            "seed", () -> model.seed(3),
            "distribute", () -> model.distribute(DataParallel.replicas(2)),
            "setWeights",
                () -> {
                  model.setWeights(before);
                  return null;
                },
            "loadWeights",
                () -> {
                  model.loadWeights(file);
                  return null;
                },
            "resetStates",
                () -> {
                  model.resetStates();
                  return null;
                });
    FitOptions options =
        fit()
            .batchSize(ROWS)
            .callbacks(
                atBatchEnd(
                    logs -> {
                      for (Map.Entry<String, Callable<?>> change : changes.entrySet()) {
                        Throwable refusal = catchFrom(change.getValue());
                        assertThat(refusal)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining(
                                "%s: %s is not allowed while it is being trained by thread",
                                model, change.getKey());
                        refusals.add(refusal);
                      }
                    }));
    model.fit(X, Y, options);
    assertThat(refusals).hasSameSizeAs(changes.keySet());
    Model alone = network();
    alone.fit(X, Y, fit().batchSize(ROWS));
    assertThat(model.getWeights()).isEqualTo(alone.getWeights());
    model.fit(X, Y); // nothing of it is left
  }

  private Throwable catchFrom(Callable<?> work) {
    try {
      elsewhere(work);
      return null;
    } catch (Exception e) {
      return e.getCause();
    }
  }

  @Test
  void a_callback_may_set_weights_and_train_on_batches_but_not_compile() {
    Model model = network();
    List<Tensor> start = model.getWeights();
    List<Double> losses = new ArrayList<>();
    History got =
        model.fit(
            X,
            Y,
            fit()
                .batchSize(BATCH)
                .callbacks(
                    atBatchEnd(
                        logs -> {
                          losses.add(model.trainOnBatch(X, Y).loss());
                          model.setWeights(start);
                          assertThatThrownBy(() -> model.compile(sgd(1), meanSquaredError()))
                              .hasMessageContaining("compile is not allowed")
                              .hasMessageContaining("by a callback");
                        })));
    assertThat(losses).hasSize(ROWS / BATCH).doesNotContain(got.last("loss"));
    assertThat(model.getWeights()).isEqualTo(start);
  }

  @Test
  void models_that_share_layers_are_not_trained_at_once_unless_these_are_frozen() throws Exception {
    Layer trunk = dense(4).named("trunk");
    Value in = input(6);
    Value features = trunk.apply(in);
    Model first = Model.of(in, dense(1).apply(features));
    Model second = Model.of(in, dense(1).apply(features));
    first.compile(sgd(0.1), meanSquaredError());
    second.compile(sgd(0.1), meanSquaredError());
    first.fit(
        X,
        Y,
        fit()
            .batchSize(ROWS)
            .callbacks(
                atBatchEnd(
                    logs ->
                        assertThat(catchFrom(() -> second.fit(X, Y)))
                            .hasMessageContaining("which shares layers with it"))));

    trunk.trainable(false);
    first.compile(sgd(0.1), meanSquaredError());
    second.compile(sgd(0.1), meanSquaredError());
    List<Throwable> results = new ArrayList<>();
    first.fit(
        X,
        Y,
        fit()
            .batchSize(ROWS)
            .callbacks(atBatchEnd(logs -> results.add(catchFrom(() -> second.fit(X, Y))))));
    assertThat(results).containsExactly((Throwable) null);
  }

  @Test
  void predictions_of_a_stateful_model_take_turns() throws Exception {
    Model model = Sequential.of(input(-1, 2), simpleRNN(3).stateful(), dense(1));
    Tensor x = Data.normal(3, 4, 2).reshape(Shape.of(2, 2, 2));
    Set<Object> expected = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      expected.add(model.predict(x));
    }
    model.resetStates();
    List<Future<Tensor>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(threads.submit(() -> model.predict(x)));
    }
    Set<Object> got = new HashSet<>();
    for (Future<Tensor> each : all) {
      got.add(each.get());
    }
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void others_do_not_touch_the_states_of_a_training() throws Exception {
    Tensor x = Data.normal(3, 24, 4).reshape(Shape.of(24, 2, 2));
    Tensor y = Data.normal(4, 24, 1);
    FitOptions plan = fit().epochs(3).batchSize(4).shuffle(false);
    Model alone = stateful();
    alone.fit(x, y, plan);
    Model model = stateful();
    model.fit(
        x,
        y,
        fit()
            .epochs(3)
            .batchSize(4)
            .shuffle(false)
            .callbacks(
                atBatchEnd(
                    logs -> {
                      assertThat(catchFrom(() -> model.predict(x.rows(0, 4)))).isNull();
                      assertThat(catchFrom(() -> model.evaluate(x, y, evaluate().batchSize(4))))
                          .isNull();
                    })));
    assertThat(model.getWeights()).isEqualTo(alone.getWeights());
    assertThat(model.predict(x.rows(0, 4))).isEqualTo(alone.predict(x.rows(0, 4)));
  }

  private static Model stateful() {
    Model model = Sequential.of(input(-1, 2), simpleRNN(3).stateful(), dense(1));
    model.compile(sgd(0.1), meanSquaredError());
    return model;
  }
}
