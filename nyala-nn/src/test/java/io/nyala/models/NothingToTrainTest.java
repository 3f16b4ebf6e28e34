// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Logs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A training that changes nothing says so; a chain without layers is refused. */
class NothingToTrainTest {
  private static final Tensor X = Tensor.full(Shape.of(4, 2), 3);
  private static final Tensor Y = Tensor.zeros(Shape.of(4, 1));

  private static List<String> said(Runnable work) {
    return Logs.during(Model.class.getPackageName(), work);
  }

  @Test
  void a_model_whose_layers_are_all_frozen_says_so_once() {
    Model model = Sequential.of(input(2), dense(3), dense(1));
    model.named("fixed").trainable(false);
    model.compile(sgd(0.1), meanSquaredError());
    assertThat(said(() -> model.fit(X, Y)))
        .containsExactly(
            "fixed (Sequential): training changes nothing, because all layers were frozen when it "
                + "was compiled; unfreeze some with trainable(true) and compile again");
    assertThat(said(() -> model.fit(X, Y))).isEmpty();
    model.compile(sgd(0.1), meanSquaredError());
    assertThat(said(() -> model.trainOnBatch(X, Y))).hasSize(1);
    assertThat(said(() -> model.trainOnBatch(X, Y))).isEmpty();
  }

  @Test
  void what_counts_is_what_was_frozen_when_it_was_compiled() {
    Model model = Sequential.of(input(2), dense(3).trainable(false), dense(1));
    model.compile(sgd(0.1), meanSquaredError());
    model.trainable(false);
    assertThat(said(() -> model.fit(X, Y))).noneMatch(line -> line.contains("changes nothing"));
    model.compile(sgd(0.1), meanSquaredError());
    model.trainable(true);
    assertThat(said(() -> model.fit(X, Y))).anyMatch(line -> line.contains("changes nothing"));
    assertThat(said(() -> model.evaluate(X, Y))).isEmpty();
  }

  @Test
  void a_model_without_weights_says_so() {
    Model model = Sequential.of(input(2), flatten().named("flat"));
    model.named("none");
    model.compile(sgd(0.1), meanSquaredError());
    assertThat(said(() -> model.fit(X, X)))
        .containsExactly("none (Sequential) has no weights, so training changes nothing");
  }

  /** Its moving averages follow the data, though no gradient changes anything. */
  @Test
  void moving_averages_are_something_to_train() {
    Model model = Sequential.of(input(2), batchNormalization().center(false).scale(false));
    model.compile(sgd(0.1), meanSquaredError());
    assertThat(said(() -> model.fit(X, X, fit().epochs(2)))).isEmpty();
    assertThat(model.getWeights().get(0).at(0)).isGreaterThan(0);
  }

  @Test
  void a_chain_without_layers() {
    assertThatThrownBy(Sequential::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a Sequential needs at least one layer");
  }
}
