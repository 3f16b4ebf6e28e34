// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static io.nyala.regularizers.Regularizers.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.training.ComputeLoss;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComputeLossTest {
  private static final int ROWS = 40;
  private static final Tensor X = Data.normal(1, ROWS, 4);
  private static final Tensor Y = Data.target(X);
  private static final ComputeLoss SQUARES =
      (x, y, outputs, weights) -> outputs.get(0).minus(y.get(0)).square().mean();

  private static Model network() {
    Model model =
        Sequential.of(input(4), dense(5).activation(TANH).kernelRegularizer(l2(0.01)), dense(1));
    model.seed(3);
    return model;
  }

  private static Model fitted(Model model, Compile compile) {
    model.compile(compile);
    model.fit(X, Y, fit().epochs(3).batchSize(10).shuffle(false));
    return model;
  }

  private static void requireAlike(Model got, Model expected) {
    for (int i = 0; i < expected.getWeights().size(); i++) {
      float[] e = expected.getWeights().get(i).floats();
      float[] g = got.getWeights().get(i).floats();
      for (int k = 0; k < e.length; k++) {
        assertThat(g[k]).as("weight %d at %d", i, k).isCloseTo(e[k], within(1e-6f));
      }
    }
  }

  @Test
  void trains_as_the_loss_that_it_writes_with_penalties() {
    Model expected = fitted(network(), Compile.with(sgd(0.1)).loss(meanSquaredError()));
    Model model =
        fitted(network(), Compile.with(sgd(0.1)).computeLoss(SQUARES).metrics(meanAbsoluteError()));

    requireAlike(model, expected);
    Evaluation measured = model.evaluate(X, Y);
    assertThat(measured.loss()).isCloseTo(expected.evaluate(X, Y).loss(), within(1e-6));
    assertThat(measured.names()).containsExactly("loss", "mean_absolute_error");
  }

  @Test
  void sees_inputs_and_sample_weights() {
    Tensor weights = Tensor.full(Shape.of(ROWS), 0);
    weights.floats()[0] = ROWS;
    Model model = Sequential.of(input(4), dense(4));
    model.compile(
        Compile.with(sgd(0))
            .computeLoss(
                (x, y, outputs, w) -> {
                  assertThat(y).hasSize(1);
                  return outputs.get(0).minus(x.get(0)).square().mean(-1).times(w.get(0)).mean();
                }));

    double loss =
        model
            .evaluate(
                List.of(X),
                List.of(X),
                EvaluateOptions.evaluate().batchSize(ROWS).sampleWeights(List.of(weights)))
            .loss();

    Tensor predicted = model.predict(X);
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      expected += Math.pow(predicted.at(i) - X.at(i), 2) / 4;
    }
    assertThat(loss).isCloseTo(expected, within(1e-5));
  }

  @Test
  void is_a_mean_over_the_parts_of_a_batch() {
    Model whole = fitted(network(), Compile.with(sgd(0.1)).computeLoss(SQUARES));
    Model model = network();
    model.distribute(DataParallel.replicas(2));

    requireAlike(fitted(model, Compile.with(sgd(0.1)).computeLoss(SQUARES)), whole);
  }

  @Test
  void lets_the_doctor_look() {
    Model model = network();
    model.compile(Compile.with(sgd(0.1)).computeLoss(SQUARES));

    assertThat(model.check(X, Y)).isNotNull();
  }

  @Test
  void says_what_it_needs() {
    Model model = network();
    model.compile(
        Compile.with(sgd(0.1)).computeLoss((x, y, outputs, w) -> outputs.get(0).minus(y.get(0))));

    assertThatThrownBy(() -> model.fit(X, Y))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "computeLoss returned (32, 1), expected a single number; reduce it, for example with "
                + "mean()");
    assertThatThrownBy(
            () ->
                network()
                    .compile(Compile.with(sgd(0.1)).loss(meanSquaredError()).computeLoss(SQUARES)))
        .hasMessageContaining("not both");
  }
}
