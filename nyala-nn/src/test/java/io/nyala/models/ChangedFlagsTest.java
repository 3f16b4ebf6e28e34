// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Logs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Flags that were set after compile have no effect on training; fit and summary say so. */
class ChangedFlagsTest {
  private static final Tensor X = Tensor.full(Shape.of(4, 2), 3);
  private static final Tensor Y = Tensor.zeros(Shape.of(4, 1));

  private static List<String> said(Runnable work) {
    return Logs.during(Model.class.getPackageName(), work);
  }

  private static Model compiled(Model model) {
    return model.compile(sgd(0.1), meanSquaredError());
  }

  private static Model net() {
    Model model =
        Sequential.of(
            input(2), dense(3).named("first"), dropout(0.1).named("drop"), dense(1).named("last"));
    model.named("net");
    return compiled(model);
  }

  @Test
  void fit_names_the_layer_and_what_to_do_once() {
    Model model = net();
    assertThat(said(() -> model.fit(X, Y))).isEmpty();
    model.getLayer("first").trainable(false);
    Tensor before = model.getWeights().getFirst();

    assertThat(said(() -> model.fit(X, Y)))
        .containsExactly(
            "net (Sequential): first was frozen after it was compiled, without effect on training;"
                + " call compile again");
    assertThat(said(() -> model.fit(X, Y))).isEmpty();
    assertThat(model.getWeights().getFirst()).isNotEqualTo(before);

    compiled(model);
    Tensor frozen = model.getWeights().getFirst();
    assertThat(said(() -> model.fit(X, Y))).isEmpty();
    assertThat(model.getWeights().getFirst()).isEqualTo(frozen);
  }

  @Test
  void a_change_taken_back_or_of_a_layer_without_weights_is_none() {
    Model model = net();
    model.getLayer("drop").trainable(false);
    model.getLayer("last").trainable(false);
    model.getLayer("last").trainable(true);
    assertThat(said(() -> model.fit(X, Y))).isEmpty();
    assertThat(model.summary()).doesNotContain("Note");
  }

  @Test
  void the_summary_has_a_note_and_the_counts_of_today() {
    Model model = net();
    model.getLayer("first").trainable(false);
    assertThat(model.summary())
        .endsWith(
            """
             Total params: 13 (52.00 B)
             Trainable params: 4 (16.00 B)
             Non-trainable params: 9 (36.00 B)
             Note: first was frozen after it was compiled, without effect on training; call compile again
            """);
    assertThat(compiled(model).summary()).endsWith(" Non-trainable params: 9 (36.00 B)\n");
  }

  @Test
  void many_nested_layers_are_counted() {
    Model trunk =
        Sequential.of(
            input(2),
            dense(2).named("a"),
            batchNormalization().named("b"),
            dense(2).named("c"),
            dense(2).named("d"),
            dense(2).named("e"));
    trunk.trainable(false);
    Model model = Sequential.of(input(2), trunk, dense(1).named("head"));
    model.named("pets");
    compiled(model);
    trunk.trainable(true);
    model.getLayer("head").trainable(false);
    assertThat(said(() -> model.fit(X, Y)))
        .containsExactly(
            "pets (Sequential): head was frozen and a, b, c and 2 more were unfrozen after it was"
                + " compiled, without effect on training; call compile again");
  }

  /** As in adversarial training, where one of two models trains the layers that they share. */
  @Test
  void another_model_that_shares_layers_has_flags_of_its_own() {
    Model judge = net();
    judge.trainable(false);
    Model whole = Sequential.of(input(2), dense(2).named("maker"), judge);
    compiled(whole);
    assertThat(said(() -> whole.fit(X, Y))).isEmpty();
    assertThat(said(() -> judge.trainOnBatch(X, Y))).isEmpty();
  }
}
