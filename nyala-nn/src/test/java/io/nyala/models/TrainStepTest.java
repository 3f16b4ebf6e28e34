// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static io.nyala.regularizers.Regularizers.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.layers.base.Weight;
import io.nyala.metrics.Metrics;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.support.Data;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TrainStepTest {
  private static final int ROWS = 50;
  private static final int BATCH = 16;
  private static final Tensor X = Data.normal(1, ROWS, 4);
  private static final Tensor Y = Data.target(X);

  private static Model network() {
    Model model =
        Sequential.of(
            input(4),
            dense(8).activation(TANH).kernelRegularizer(l2(1e-2)),
            batchNormalization(),
            dropout(0.3),
            dense(1));
    model.seed(3);
    return model;
  }

  private static TrainStep regression(
      Model model, Optimizer optimizer, UnaryOperator<WeightGradients> change) {
    return TrainStep.of(
        List.of("x", "y"),
        tape -> {
          Value predicted = tape.call(model, tape.input("x"));
          Value loss = tape.loss(meanSquaredError(), tape.input("y"), predicted);
          tape.apply(optimizer, change.apply(tape.gradients(tape.penalized(loss), model)));
          tape.metric(Metrics.meanAbsoluteError(), tape.input("y"), predicted);
          tape.log("plain_loss", loss);
        });
  }

  /** Passes over the rows in batches of 16, of which the last has 2. */
  private static void pass(TrainStep step) {
    for (int from = 0; from < ROWS; from += BATCH) {
      int to = Math.min(ROWS, from + BATCH);
      step.run(X.rows(from, to), Y.rows(from, to));
    }
  }

  // The same as fit

  @Test
  void equals_fit_bit_for_bit() {
    Model fitted = network();
    fitted.compile(adam(1e-2), meanSquaredError(), Metrics.meanAbsoluteError());
    History history = fitted.fit(X, Y, fit().epochs(3).batchSize(BATCH).shuffle(false));
    Model stepped = network();
    TrainStep step = regression(stepped, adam(1e-2), g -> g).seed(3);

    for (int epoch = 0; epoch < 3; epoch++) {
      step.reset();
      pass(step);
      assertThat(step.results().loss()).isEqualTo(history.get("loss").get(epoch));
      assertThat(step.results().get("mean_absolute_error"))
          .isEqualTo(history.get("mean_absolute_error").get(epoch));
    }

    assertThat(stepped.getWeights()).isEqualTo(fitted.getWeights());
    assertThat(step.results().names()).containsExactly("loss", "plain_loss", "mean_absolute_error");
    assertThat(step.results().get("plain_loss")).isLessThan(step.results().loss());
  }

  @Test
  void an_embedding_whose_rows_wait_equals_fit() {
    Tensor ids = Tensor.ofInts(Shape.of(4, 2), new int[] {1, 2, 3, 4, 1, 3, 2, 4});
    Tensor y = Data.normal(4, 4, 1);
    Model fitted = words();
    fitted.compile(adam(1e-2), meanSquaredError());
    fitted.fit(ids, y, fit().epochs(5).batchSize(2).shuffle(false));
    Model stepped = words();
    TrainStep step = regression(stepped, adam(1e-2), g -> g);

    for (int i = 0; i < 10; i++) {
      int from = i % 2 * 2;
      step.run(ids.rows(from, from + 2), y.rows(from, from + 2));
    }

    // Reading brings rows up to date; fit does so after each epoch, which rounds differently.
    for (int i = 0; i < fitted.getWeights().size(); i++) {
      float[] expected = fitted.getWeights().get(i).floats();
      float[] got = stepped.getWeights().get(i).floats();
      for (int k = 0; k < got.length; k++) {
        assertThat(got[k]).isCloseTo(expected[k], within(1e-6f));
      }
    }
  }

  private static Model words() {
    Model model = Sequential.of(input(DType.INT32, 2), embedding(5_000, 8), flatten(), dense(1));
    model.seed(9);
    return model;
  }

  // Gradients

  @Test
  void hands_out_gradients() {
    Model model = Sequential.of(input(4), dense(1).useBias(false));
    Tensor kernel = model.getWeights().getFirst();
    TrainStep step = regression(model, sgd(0), g -> g);

    step.run(X, Y);

    // d/dw mean((xw - y)^2) = 2/n x'(xw - y)
    double[] expected = new double[4];
    for (int r = 0; r < ROWS; r++) {
      double error = -Y.at(r);
      for (int c = 0; c < 4; c++) {
        error += X.at(4 * r + c) * kernel.at(c);
      }
      for (int c = 0; c < 4; c++) {
        expected[c] += 2.0 / ROWS * error * X.at(4 * r + c);
      }
    }
    Map<Weight, Tensor> gradients = step.gradients();
    assertThat(gradients.keySet()).containsExactlyElementsOf(model.weights());
    assertThat(step.trainedWeights()).isEqualTo(model.weights());
    for (int c = 0; c < 4; c++) {
      assertThat((double) gradients.get(model.weights().getFirst()).at(c))
          .isCloseTo(expected[c], within(1e-5));
    }
  }

  @Test
  void clips_gradients_each_way() {
    Tensor kernel = gradientOf(g -> g).getFirst();
    Tensor bias = gradientOf(g -> g).getLast();
    double of = norm(kernel);
    double all = Math.hypot(of, norm(bias));
    assertThat(of).isGreaterThan(0.2);

    List<Tensor> byValue = gradientOf(g -> g.clipByValue(0.1));
    List<Tensor> byNorm = gradientOf(g -> g.clipByNorm(0.2));
    List<Tensor> byGlobalNorm = gradientOf(g -> g.clipByGlobalNorm(0.2));
    List<Tensor> wide = gradientOf(g -> g.clipByGlobalNorm(100));
    List<Tensor> half = gradientOf(g -> g.times(0.5));

    for (int i = 0; i < 4; i++) {
      float k = kernel.at(i);
      assertThat(byValue.getFirst().at(i)).isEqualTo(Math.clamp(k, -0.1f, 0.1f));
      assertThat(byNorm.getFirst().at(i)).isCloseTo((float) (k * 0.2 / of), within(1e-6f));
      assertThat(byGlobalNorm.getFirst().at(i)).isCloseTo((float) (k * 0.2 / all), within(1e-6f));
      assertThat(wide.getFirst().at(i)).isEqualTo(k);
      assertThat(half.getFirst().at(i)).isEqualTo(k / 2);
    }
  }

  private static double norm(Tensor t) {
    double sum = 0;
    for (float v : t.floats()) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }

  /** Returns the gradients of kernel and bias that reach the optimizer. */
  private static List<Tensor> gradientOf(UnaryOperator<WeightGradients> change) {
    Model model = Sequential.of(input(4), dense(1));
    model.seed(5);
    TrainStep step = regression(model, sgd(0), change);
    step.run(X, Y);
    return List.copyOf(step.gradients().values());
  }

  @Test
  void clipping_an_infinite_norm_shows() {
    Model model = Sequential.of(input(4), dense(1));
    TrainStep step =
        TrainStep.of(
            List.of("x"),
            tape -> {
              Value loss = Ops.mean(tape.call(model, tape.input("x")));
              WeightGradients steep = tape.gradients(loss, model).times(3e38);
              tape.apply(sgd(1), steep.plus(steep).clipByGlobalNorm(1));
            });

    step.run(X);

    assertThat(model.getWeights().getFirst().at(0)).isNaN();
  }

  /** The gradient of a gradient: of {@code mean((d(sum wx)/dx)^2)} is {@code 2w / 4}. */
  @Test
  void takes_gradients_of_gradients() {
    Model model = Sequential.of(input(4), dense(1).useBias(false));
    Tensor kernel = model.getWeights().getFirst();
    TrainStep step =
        TrainStep.of(
            List.of("x"),
            tape -> {
              Value x = tape.input("x");
              Value slope = tape.gradients(Ops.sum(tape.call(model, x)), x).getFirst();
              tape.minimize(sgd(1), Ops.mean(Ops.square(slope)), model);
            });

    step.run(X);

    for (int i = 0; i < 4; i++) {
      assertThat(model.getWeights().getFirst().at(i)).isCloseTo(kernel.at(i) / 2, within(1e-6f));
    }
  }

  // Optimizers

  @Test
  void two_optimizers_change_two_layers_in_one_step() {
    Model model = Sequential.of(input(4), dense(3).named("body"), dense(1).named("head"));
    List<Tensor> before = model.getWeights();
    Optimizer fast = sgd(1);
    Optimizer still = sgd(0);
    TrainStep step =
        TrainStep.of(
            List.of("x", "y"),
            tape -> {
              Value predicted = tape.call(model, tape.input("x"));
              Value loss = tape.loss(meanSquaredError(), tape.input("y"), predicted);
              WeightGradients all = tape.gradients(loss, model);
              tape.apply(fast, all.only(w -> w.path().startsWith("head")));
              tape.apply(still, all.only(w -> w.path().startsWith("body")));
            });

    step.run(Map.of("y", Y, "x", X));

    Map<Weight, Tensor> gradients = step.gradients();
    for (int i = 0; i < before.size(); i++) {
      Weight w = model.weights().get(i);
      for (int k = 0; k < w.shape().size(); k++) {
        float change = i < 2 ? 0 : gradients.get(w).at(k);
        assertThat(w.get().at(k)).isEqualTo(before.get(i).at(k) - change);
      }
    }
    assertThat(step.optimizers()).containsExactly(fast, still);
    assertThat(fast.iterations()).isEqualTo(1);
  }

  /** Two half batches make the update of the whole one. */
  @Test
  void accumulates_gradients_over_steps() {
    Model whole = Sequential.of(input(4), dense(1));
    whole.seed(5);
    regression(whole, sgd(0.1), g -> g).run(X, Y);
    Model halves = Sequential.of(input(4), dense(1));
    halves.seed(5);
    List<Tensor> before = halves.getWeights();
    TrainStep step = regression(halves, sgd(0.1).gradientAccumulationSteps(2), g -> g);

    step.run(X.rows(0, 25), Y.rows(0, 25));
    assertThat(halves.getWeights()).isEqualTo(before);
    step.run(X.rows(25, 50), Y.rows(25, 50));

    for (int k = 0; k < 4; k++) {
      assertThat(halves.getWeights().getFirst().at(k))
          .isCloseTo(whole.getWeights().getFirst().at(k), within(1e-6f));
    }
  }

  // Layers

  @Test
  void frozen_layers_and_layers_that_infer_keep_their_averages() {
    Model body = Sequential.of(input(4), batchNormalization(), dense(2).activation(RELU));
    Model head = Sequential.of(input(2), dense(1));
    List<Tensor> before = body.getWeights();
    TrainStep step =
        TrainStep.of(
            List.of("x", "y"),
            tape -> {
              Value frozen = tape.callFrozen(body, tape.input("x"));
              Value inferred = tape.infer(body, tape.input("x"));
              Value features = Ops.add(frozen, inferred);
              Value loss =
                  tape.loss(meanSquaredError(), tape.input("y"), tape.call(head, features));
              tape.log("difference", Ops.max(Ops.abs(Ops.subtract(frozen, inferred)), false));
              tape.minimize(sgd(0.1), loss, head);
            });

    step.run(X, Y);

    assertThat(body.getWeights()).isEqualTo(before);
    assertThat(body.trainable()).isTrue();
    assertThat(step.results().get("difference")).isZero();
    assertThat(step.trainedWeights()).isEqualTo(head.weights());
  }

  @Test
  void gradients_flow_through_layers_that_infer() {
    Model body = Sequential.of(input(4), dense(1).useBias(false));
    List<Tensor> before = body.getWeights();
    TrainStep step =
        TrainStep.of(
            List.of("x"),
            tape -> {
              Value both =
                  Ops.add(tape.infer(body, tape.input("x")), tape.call(body, tape.input("x")));
              tape.minimize(sgd(1), Ops.sum(both), body);
            });
    Tensor one = Tensor.full(Shape.of(1, 4), 1);

    step.run(one);

    // Each of both ways has the slope 1.
    assertThat(body.getWeights().getFirst().at(2)).isEqualTo(before.getFirst().at(2) - 2);
  }

  // Trouble

  @Test
  void changes_nothing_where_the_loss_is_no_number() {
    Model model = network();
    TrainStep step = regression(model, adam(1e-2), g -> g);
    step.run(X, Y);
    List<Tensor> before = model.getWeights();

    assertThatThrownBy(() -> step.run(X, Tensor.full(Shape.of(ROWS, 1), Float.NaN)))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageStartingWith("train step of [x, y]: the loss became NaN in epoch 1, step 2");
    assertThat(model.getWeights()).isEqualTo(before);
    assertThat(step.optimizers().getFirst().iterations()).isEqualTo(1);
  }

  @Test
  void nobody_else_trains_the_models_meanwhile() {
    Model model = network();
    TrainStep step = regression(model, adam(1e-2), g -> g);
    AtomicReference<Throwable> refused = new AtomicReference<>();
    BatchSource source =
        pass ->
            new BatchSource.Pass() {
              private int given;

              @Override
              public Batch next() {
                if (given == 1) {
                  Thread other =
                      new Thread(
                          () -> refused.set(catching(() -> model.setWeights(model.getWeights()))));
                  other.start();
                  join(other);
                }
                return given++ < 2 ? Batch.of(X, Y) : null;
              }
            };

    Evaluation seen = step.run(source, 0);

    assertThat(seen.names()).contains("loss", "mean_absolute_error");
    assertThat(refused.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "setWeights is not allowed while train step of [x, y], which shares layers");
    assertThat(step.optimizers().getFirst().iterations()).isEqualTo(2);
  }

  private static Throwable catching(Runnable work) {
    try {
      work.run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void a_step_allocates_nothing_whichever_thread_ran_before() throws InterruptedException {
    Model model = network();
    TrainStep step = regression(model, adam(1e-3), g -> g);
    Tensor[] batch = {X.rows(0, BATCH), Y.rows(0, BATCH)};
    step.run(batch);
    Thread other = new Thread(() -> step.run(batch));
    other.start();
    join(other);
    double bytes = Double.MAX_VALUE;
    for (int round = 0; round < 1_000 && bytes > 0; round++) { // until the compiler is done
      Thread.sleep(10);
      bytes = Allocations.perRun(1_000, 1_000, () -> step.run(batch));
    }
    assertThat(bytes).isLessThanOrEqualTo(0);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void names_what_is_wrong() {
    Model model = network();
    TrainStep step = regression(model, adam(1e-2), g -> g);

    assertThatThrownBy(() -> step.run(X))
        .hasMessage("train step of [x, y] takes 2 inputs [x, y], got 1");
    assertThatThrownBy(() -> step.run(Map.of("x", X)))
        .hasMessage("train step of [x, y]: input \"y\" is missing; got [x]");
    assertThatThrownBy(() -> TrainStep.of(List.of("x", "x"), tape -> {}))
        .hasMessageContaining("different names");
    Optimizer one = sgd(1);
    assertThatThrownBy(
            () ->
                TrainStep.of(
                        List.of("x"),
                        tape -> {
                          Value loss = Ops.mean(tape.call(model, tape.input("x")));
                          tape.minimize(one, loss, model);
                          tape.minimize(sgd(1), loss, model);
                        })
                    .run(X))
        .hasMessageContaining("is changed twice in a step");
    assertThatThrownBy(
            () ->
                TrainStep.of(
                        List.of("x"),
                        tape -> tape.minimize(one, tape.call(model, tape.input("x")), model))
                    .run(X))
        .hasMessage(
            "a loss is (50, 1), expected a single number; reduce it, for example with Ops.mean");
  }

  @Test
  void optimizers_are_made_outside() {
    Model model = network();
    TrainStep step =
        TrainStep.of(
            List.of("x"),
            tape -> tape.minimize(sgd(0.1), Ops.mean(tape.call(model, tape.input("x"))), model));
    step.run(X);

    assertThatThrownBy(() -> step.run(X.rows(0, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("create them outside the function");
  }

  @Test
  void refuses_layers_that_keep_states() {
    Model model = Sequential.of(input(4, 1), lstm(2).stateful(true), dense(1));
    TrainStep step =
        TrainStep.of(
            List.of("x"),
            tape -> tape.minimize(sgd(0.1), Ops.mean(tape.call(model, tape.input("x"))), model));

    assertThatThrownBy(() -> step.run(Tensor.zeros(Shape.of(2, 4, 1))))
        .hasMessageContaining("keeps states between batches");
  }
}
