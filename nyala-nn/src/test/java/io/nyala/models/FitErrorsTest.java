// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nyala.callbacks.TerminateOnNaN;
import io.nyala.losses.Losses;
import io.nyala.losses.Reduction;
import io.nyala.models.core.Inputs;
import io.nyala.ops.Ops;
import io.nyala.optimizers.SGD;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes wrong in training, and what one reads then. */
class FitErrorsTest {
  private static final Tensor X = Data.normal(1, 20, 3);
  private static final Tensor Y = Data.target(X);

  private static Model network() {
    Model model = Sequential.of(input(3), dense(4), dense(1));
    model.named("net");
    model.compile(new SGD(0.05), meanSquaredError());
    return model;
  }

  @Test
  void fit_before_compile() {
    Model model = Sequential.of(input(3), dense(1));
    model.named("net");
    assertThatThrownBy(() -> model.fit(X, Y))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "net (Sequential) was not compiled; call compile(optimizer, loss, metrics...) before"
                + " fit");
    assertThatThrownBy(() -> model.evaluate(X, Y)).hasMessageContaining("before evaluate");
  }

  @Test
  void nan_in_the_inputs_is_named_by_row_and_column() {
    float[] data = X.toFloats();
    data[7 * 3 + 2] = Float.NaN;
    data[9 * 3] = Float.NaN;
    assertThatThrownBy(() -> network().fit(Tensor.of(X.shape(), data), Y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x has NaN in row 7, column 2");
    float[] targets = Y.toFloats();
    targets[3] = Float.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> network().fit(X, Tensor.of(Y.shape(), targets)))
        .hasMessageContaining("y has -Infinity in row 3, column 0");
    assertThatThrownBy(() -> network().fit(X, Y, fit().validation(Tensor.of(X.shape(), data), Y)))
        .hasMessageContaining("validation x has NaN in row 7, column 2");
  }

  @Test
  void nan_in_images_is_named_by_position() {
    float[] data = new float[2 * 2 * 2 * 2];
    data[8 + 4 + 1] = Float.NaN;
    assertThatThrownBy(() -> Inputs.checkFinite("x", Tensor.of(Shape.of(2, 2, 2, 2), data)))
        .hasMessageContaining("row 1, position (1, 0, 1)");
  }

  @Test
  void numbers_of_rows_must_agree() {
    assertThatThrownBy(() -> network().fit(X, Y.rows(0, 19)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same number of rows")
        .hasMessageContaining("x (20, 3), y (19, 1)");
    assertThatThrownBy(() -> network().fit(X.rows(0, 0), Y.rows(0, 0)))
        .hasMessageContaining("no rows");
  }

  @Test
  void shapes_that_do_not_fit_the_model() {
    assertThatThrownBy(() -> network().fit(Data.normal(1, 20, 4), Y))
        .isInstanceOf(ShapeException.class)
        .hasMessage("net (Sequential): expected input (batch, 3), got (20, 4)");
  }

  @Test
  void targets_that_do_not_fit_the_output() {
    assertThatThrownBy(() -> network().fit(X, Data.normal(1, 20, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("net (Sequential)")
        .hasMessageContaining("(20, 2)")
        .hasMessageContaining("2 units");
    assertThatThrownBy(() -> network().fit(List.of(X), List.of(Y, Y), fit()))
        .hasMessageContaining("1 outputs")
        .hasMessageContaining("got 2 targets");
  }

  @Test
  void labels_out_of_range() {
    Model model = Sequential.of(input(3), dense(4).activation(SOFTMAX));
    model.compile(new SGD(0.05), sparseCategoricalCrossentropy());
    int[] labels = new int[20];
    labels[11] = 4;
    assertThatThrownBy(() -> model.fit(X, Tensor.ofInts(Shape.of(20), labels)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 11 is 4")
        .hasMessageContaining("0 to 3");
  }

  @Test
  void a_learning_rate_that_is_too_large_is_reported_and_the_last_step_not_made() {
    Model model = network();
    model.compile(new SGD(100), meanSquaredError());
    TrainingDivergedException e =
        catchThrowableOfType(
            TrainingDivergedException.class, () -> model.fit(X, Y, fit().epochs(100).batchSize(5)));
    assertThat(e)
        .hasMessageContaining("net: the loss became")
        .hasMessageContaining("in epoch " + (e.epoch() + 1) + ", step " + (e.step() + 1))
        .hasMessageContaining("learning rate 100")
        .hasMessageContaining("smaller learning rate");
  }

  @Test
  void the_weights_stay_as_they_were_before_the_step_without_a_loss() {
    Model model = Sequential.of(input(3), batchNormalization(), dense(1));
    model.compile(
        new SGD(0.05),
        Losses.custom("log", (t, p) -> Ops.log(Ops.subtract(Ops.mean(p, false, -1), 1e9f))));
    List<Tensor> before = model.getWeights();
    assertThatThrownBy(() -> model.fit(X, Y))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("NaN in epoch 1, step 1 (the very first one");
    assertThat(model.getWeights()).isEqualTo(before);
  }

  @Test
  void divergence_may_end_training_quietly() {
    Model model = network();
    model.compile(new SGD(100), meanSquaredError());
    History h = model.fit(X, Y, fit().epochs(100).batchSize(5).callbacks(new TerminateOnNaN()));
    assertThat(h.epochs().size()).isLessThan(100);
    assertThat(h.last("loss")).isNotFinite();
  }

  @Test
  void class_weights_and_sample_weights_together() {
    assertThatThrownBy(
            () ->
                network()
                    .fit(
                        X,
                        Y,
                        fit().classWeight(Map.of(0, 2.0)).sampleWeight(Tensor.zeros(Y.shape()))))
        .hasMessageContaining("not both");
  }

  @Test
  void a_split_that_leaves_nothing() {
    assertThatThrownBy(() -> network().fit(X.rows(0, 1), Y.rows(0, 1), fit().validationSplit(.5)))
        .hasMessageContaining("validationSplit 0.5 of 1 rows leaves no rows for training");
    assertThatThrownBy(() -> fit().validationSplit(1)).hasMessageContaining("[0, 1)");
  }

  @Test
  void class_weights_that_are_no_weights() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> fit().classWeight(Map.of(0, 1.0, 1, weight)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "class weights must be finite and at least 0, got %s for class 1".formatted(weight));
    }
  }

  @Test
  void class_weights_without_classes() {
    Model one = Sequential.of(input(2), dense(1));
    one.compile(new SGD(0.1), meanSquaredError());
    Tensor x = Tensor.zeros(Shape.of(2, 2));
    FitOptions weighted = fit().classWeight(Map.of(0, 2.0));
    assertThatThrownBy(() -> one.fit(x, Tensor.vector(1, 0.37f), weighted))
        .hasMessage(
            "class weights need integer class targets; row 1 has 0.37. For a regression, use "
                + "sample weights");
    Model two = Sequential.of(input(2), dense(2));
    two.compile(new SGD(0.1), meanSquaredError());
    assertThatThrownBy(() -> two.fit(x, Tensor.full(Shape.of(2, 2), 0.7f), weighted))
        .hasMessageContaining("the 2 numbers of row 0 are not probabilities that sum to 1");
    assertThatThrownBy(() -> two.fit(x, Tensor.full(Shape.of(2, 2), 1), weighted))
        .hasMessageContaining("the 2 numbers of row 0 are not probabilities that sum to 1");
    Model grid = Sequential.of(input(2, 2), dense(1));
    grid.compile(new SGD(0.1), meanSquaredError());
    assertThatThrownBy(
            () ->
                grid.fit(
                    Tensor.zeros(Shape.of(2, 2, 2)), Tensor.zeros(Shape.of(2, 2, 1)), weighted))
        .hasMessage(
            "class weights need one class per row, got targets (2, 2, 1); use sample weights");
  }

  @Test
  void options_out_of_range() {
    assertThatThrownBy(() -> fit().batchSize(0)).hasMessage("batchSize must be at least 1, got 0");
    assertThatThrownBy(() -> fit().epochs(-1)).hasMessage("epochs must be at least 1, got -1");
  }

  @Test
  void a_loss_that_is_not_reduced_to_a_number() {
    Model model = network();
    model.compile(new SGD(0.1), meanSquaredError().reduction(Reduction.NONE));
    assertThatThrownBy(() -> model.fit(X, Y)).hasMessageContaining("\"none\" returned (20,)");
  }

  @Test
  void losses_and_names_that_do_not_fit_the_outputs() {
    assertThatThrownBy(
            () ->
                network()
                    .compile(
                        Compile.with(new SGD(0.1)).losses(meanSquaredError(), meanSquaredError())))
        .hasMessageContaining("1 outputs")
        .hasMessageContaining("got 2 losses");
    Model named = Sequential.of(input(3), dense(1).named("price"));
    assertThatThrownBy(
            () -> named.compile(Compile.with(new SGD(0.1)).loss("prize", meanSquaredError())))
        .hasMessageContaining("\"prize\"")
        .hasMessageContaining("[price]");
  }
}
