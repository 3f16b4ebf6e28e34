// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.docs.Numbers.normal;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.EvaluateOptions.evaluate;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.multi;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.streams.Dataset;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.layers.base.Layer;
import io.nyala.metrics.Metrics;
import io.nyala.models.Compile;
import io.nyala.models.Computation;
import io.nyala.models.Evaluation;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.TrainLoop;
import io.nyala.models.TrainStep;
import io.nyala.models.WeightGradients;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/steps.md. */
class StepsTest {
  private static final Tensor X = normal(200, 4);
  private static final Tensor Y = sums(X);

  @TempDir Path folders;

  private static Tensor sums(Tensor x) {
    float[] sums = new float[x.shape().dim(0)];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = x.at(4 * i) + x.at(4 * i + 1);
    }
    return Tensor.of(Shape.of(sums.length, 1), sums);
  }

  @Test
  void a_computation() {
    Tensor images = X;
    Layer encoder = dense(2).activation(RELU);
    Layer decoder = dense(4);
    // snippet:steps-computation
    Value x = input("x", 4);
    Value code = encoder.apply(x);
    Computation c = Computation.of(List.of(x), Map.of("code", code, "again", decoder.apply(code)));
    Map<String, Tensor> out = c.run(Map.of("x", images));
    // end:steps-computation
    assertThat(out.get("code").shape()).isEqualTo(Shape.of(200, 2));
    assertThat(out.get("again").shape()).isEqualTo(Shape.of(200, 4));
  }

  @Test
  void a_computation_with_gradients() {
    Model model = Sequential.of(input(4), dense(1));
    // snippet:steps-saliency
    Computation saliency =
        Computation.of(
            List.of("x"),
            tape -> {
              Value x = tape.input("x");
              Value score = tape.call(model, x).sum();
              return Map.of("saliency", tape.gradients(score, x).getFirst().abs());
            });
    Tensor important = saliency.run(X).getFirst();
    // end:steps-saliency
    for (int i = 0; i < 4; i++) {
      assertThat(important.at(i)).isEqualTo(Math.abs(model.getWeights().getFirst().at(i)));
    }
  }

  @Test
  void a_loop() {
    Model model = Sequential.of(input(4), dense(16).activation(RELU), dense(1).named("head"));
    List<Evaluation> course = new ArrayList<>();
    // snippet:steps-loop
    Adam slow = adam(1e-3);
    Adam fast = adam(1e-2);
    TrainStep step =
        TrainStep.of(
            List.of("x", "y"),
            tape -> {
              Value predicted = tape.call(model, tape.input("x"));
              Value error = tape.input("y").minus(predicted);
              Value loss = Ops.maximum(error.times(0.9f), error.times(-0.1f)).mean();
              WeightGradients gradients = tape.gradients(loss, model);
              tape.log("gradient_norm", gradients.globalNorm());
              WeightGradients clipped = gradients.clipByGlobalNorm(1);
              tape.apply(slow, clipped.only(w -> !w.path().startsWith("head/")));
              tape.apply(fast, clipped.only(w -> w.path().startsWith("head/")));
              tape.metric(Metrics.meanAbsoluteError(), tape.input("y"), predicted);
            });
    Dataset data = Dataset.fromTensors(X, Y).shuffle(200, 42).batch(20);
    for (int epoch = 0; epoch < 60; epoch++) {
      course.add(step.run(data, epoch)); // means of this epoch: loss, gradient_norm, the metric
    }
    // end:steps-loop
    int below = 0;
    Tensor predicted = model.predict(X);
    for (int i = 0; i < 200; i++) {
      below += Y.at(i) <= predicted.at(i) ? 1 : 0;
    }
    assertThat(below).isBetween(150, 200);
    assertThat(course.getLast().loss()).isLessThan(0.2 * course.getFirst().loss());
    assertThat(course.getLast().names())
        .containsExactly("loss", "gradient_norm", "mean_absolute_error");
    assertThat(slow.iterations()).isEqualTo(600);
  }

  @Test
  void two_networks() {
    Model generator = Sequential.of(input(8), dense(16).activation(RELU), dense(4));
    Model discriminator =
        Sequential.of(input(4), dense(16).activation(RELU), dense(1).activation(SIGMOID));
    Tensor images = X.rows(0, 20);
    Tensor kinds = Tensor.concatenate(List.of(ones(20), Tensor.zeros(Shape.of(20, 1))), 0);
    // snippet:steps-gan
    Adam telling = adam(1e-2).beta1(0.5);
    Adam fooling = adam(1e-2).beta1(0.5);
    TrainStep tell =
        TrainStep.of(
            List.of("real", "noise", "kinds"),
            tape -> {
              Value fake = tape.infer(generator, tape.input("noise"));
              Value both = Ops.concatenate(List.of(tape.input("real"), fake), 0);
              Value told = tape.call(discriminator, both);
              Value loss = tape.loss(binaryCrossentropy(), tape.input("kinds"), told);
              tape.minimize(telling, loss, discriminator);
            });
    TrainStep fool =
        TrainStep.of(
            List.of("noise", "wanted"),
            tape -> {
              Value made = tape.call(generator, tape.input("noise"));
              Value told = tape.callFrozen(discriminator, made);
              Value loss = tape.loss(binaryCrossentropy(), tape.input("wanted"), told);
              tape.minimize(fooling, loss, generator);
            });
    for (int i = 0; i < 100; i++) {
      tell.run(images, normal(20, 8), kinds);
      fool.run(normal(40, 8), ones(40));
    }
    // end:steps-gan
    Dataset real = Dataset.fromTensors(List.of(X), List.of(), List.of()).shuffle(200, 42).batch(20);
    Path folder = folders.resolve("gan");
    // snippet:steps-checkpoints
    TrainLoop.of(tell.prepare(images, normal(20, 8), kinds), fool.prepare(normal(40, 8), ones(40)))
        .checkpoints(Checkpoints.in(folder))
        .run(
            real,
            3, // epochs
            (batch, at) -> {
              tell.run(batch.x().getFirst(), normal(20, 8), kinds);
              fool.run(normal(40, 8), ones(40));
            });
    // end:steps-checkpoints
    assertThat(telling.iterations()).isEqualTo(130);
    assertThat(tell.results().loss()).isBetween(0.05, 1.5);
    assertThat(fool.trainedWeights()).isEqualTo(generator.weights());
  }

  @Test
  void optimizers_of_groups() {
    Model model = Sequential.of(input(4), dense(8).named("body"), dense(8).named("neck"), dense(1));
    // snippet:steps-groups
    model.compile(
        Compile.with(adam(1e-3))
            .optimizer(sgd(1e-4), model.getLayer("body"), model.getLayer("neck"))
            .loss(meanSquaredError()));
    // the same by a pattern of the weights' names, such as body/kernel
    Optimizer both = multi(adam(1e-3)).with("^(body|neck)/", sgd(1e-4));
    // end:steps-groups
    model.fit(X, Y);
    model.compile(both, meanSquaredError());
    assertThat(model.optimizer().className()).isEqualTo("MultiOptimizer");
  }

  @Test
  void a_loss_of_everything() {
    Value x = input(4);
    Value code = dense(2).apply(x);
    Model model = Model.of(List.of(x), List.of(dense(4).apply(code), code));
    Tensor codes = Tensor.zeros(Shape.of(200, 2));
    // snippet:steps-compute-loss
    model.compile(
        Compile.with(adam(1e-2))
            .computeLoss(
                (in, y, out, weights) -> {
                  Value error = out.get(0).minus(in.get(0)).square().mean();
                  return error.plus(out.get(1).abs().mean().times(0.1f)); // few codes at work
                }));
    model.fit(List.of(X), List.of(X, codes), fit().epochs(20));
    // end:steps-compute-loss
    assertThat(model.evaluate(List.of(X), List.of(X, codes), evaluate()).loss()).isLessThan(0.9);
  }

  private static Tensor ones(int rows) {
    return Tensor.full(Shape.of(rows, 1), 1);
  }
}
