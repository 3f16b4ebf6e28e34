// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.EvaluateOptions.evaluate;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.batches.Shuffle;
import io.nyala.layers.base.Layer;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.SGD;
import io.nyala.support.Affine;
import io.nyala.support.Data;
import io.nyala.support.SquaredError;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code fit} does with its options; the rules are those of Keras 3. */
class FitTest {
  private static final Tensor X = Data.normal(1, 20, 3);
  private static final Tensor Y = Data.target(X);

  private static Model network() {
    Model model = Sequential.of(input(3), dense(4).activation(RELU), dense(1));
    model.compile(new SGD(0.05), meanSquaredError());
    return model;
  }

  /** A model with one weight that its rows multiply: the gradient tells which rows were seen. */
  private static Model single(double rate) {
    Model model = Sequential.of(input(1), dense(1).useBias(false));
    model.setWeights(List.of(Tensor.zeros(Shape.of(1, 1))));
    model.compile(new SGD(rate), meanSquaredError());
    return model;
  }

  /** One weight, one bias, batch of 2, by hand: loss (1 + 9) / 2, gradients -7 and -4. */
  @Test
  void makes_the_update_that_one_makes_by_hand() {
    Model model = Sequential.of(input(1), new Affine(1));
    model.setWeights(List.of(Tensor.zeros(Shape.of(1, 1)), Tensor.zeros(Shape.of(1))));
    model.compile(new SGD(0.1), new SquaredError());
    Tensor x = Tensor.matrix(new float[] {1}, new float[] {2});
    Tensor y = Tensor.matrix(new float[] {1}, new float[] {3});
    History h = model.fit(x, y, fit().shuffle(false));
    assertThat(h.get("loss")).containsExactly(5.0);
    assertThat(model.getWeights().get(0).item()).isEqualTo(0.7f);
    assertThat(model.getWeights().get(1).item()).isEqualTo(0.4f);
    assertThat(model.predict(x).floats()).containsExactly(1.1f, 1.8f);
  }

  /** Without learning, losses are 1, 4, 9, ...: batches of 2, 2, 1 have means 2.5, 12.5, 25. */
  @Test
  void the_last_batch_may_be_smaller_and_means_are_over_rows() {
    Tensor y = Tensor.of(Shape.of(5, 1), 1, 2, 3, 4, 5);
    List<Double> running = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
            running.add(logs.get("loss"));
          }
        };
    History h =
        single(0)
            .fit(
                Tensor.full(Shape.of(5, 1), 1),
                y,
                fit().batchSize(2).shuffle(false).callbacks(recorder));
    assertThat(running).containsExactly(2.5, (5.0 + 25) / 4, 55.0 / 5);
    assertThat(h.last("loss")).isEqualTo(11);
    assertThat(h.params()).isEqualTo(new Callback.Run(1, 3));
  }

  @Test
  void the_parts_of_a_split_are_what_they_would_be_by_themselves() {
    Model split = network();
    Model apart = network();
    FitOptions options = fit().epochs(3).batchSize(6).validation(X.rows(15, 20), Y.rows(15, 20));
    History h = split.fit(X, Y, fit().epochs(3).batchSize(6).validationSplit(0.25));
    History expected = apart.fit(X.rows(0, 15), Y.rows(0, 15), options);
    assertThat(h.values()).isEqualTo(expected.values());
    assertThat(split.getWeights()).isEqualTo(apart.getWeights());
  }

  /** 0.3 of 10 rows: floor(10 * 0.7) = 7 stay, the last 3 are held out, before shuffling. */
  @Test
  void a_validation_split_takes_the_end() {
    Tensor y = Tensor.of(Shape.of(10, 1), 0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
    Model model = single(0.1);
    History h = model.fit(Tensor.full(Shape.of(10, 1), 1), y, fit().validationSplit(0.3).epochs(2));
    assertThat(h.get("loss")).containsExactly(0.0, 0.0);
    assertThat(h.last("val_loss")).isCloseTo((1 + 4 + 9) / 3.0, within(1e-6));
    assertThat(model.getWeights().get(0).item()).isZero();
  }

  @Test
  void validation_changes_nothing_and_may_come_every_so_many_epochs() {
    Model with = network();
    Model without = network();
    Tensor xv = Data.normal(2, 9, 3);
    FitOptions options = fit().epochs(4).batchSize(6).validation(xv, Data.target(xv));
    History h = with.fit(X, Y, options.validationFreq(2));
    without.fit(X, Y, fit().epochs(4).batchSize(6));
    assertThat(with.getWeights()).isEqualTo(without.getWeights());
    assertThat(h.get("loss")).hasSize(4);
    assertThat(h.get("val_loss")).hasSize(2);
    assertThat(h.last("val_loss"))
        .isEqualTo(with.evaluate(xv, Data.target(xv), evaluate().batchSize(6)).loss());
  }

  @Test
  void history_has_keras_keys_in_keras_order() {
    Callback addsOne =
        new Callback() {
          @Override
          public void onEpochEnd(int epoch, Map<String, Double> logs) {
            logs.put("answer", 42.0 + epoch);
          }
        };
    History h = network().fit(X, Y, fit().epochs(2).validationSplit(0.5).callbacks(addsOne));
    assertThat(h.values().keySet()).containsExactly("loss", "val_loss", "answer");
    assertThat(h.get("answer")).containsExactly(42.0, 43.0);
    assertThat(h.epochs()).containsExactly(0, 1);
  }

  @Test
  void shuffling_takes_every_row_once_in_another_order_each_epoch() {
    int[] first = new int[1000];
    int[] second = new int[1000];
    int[] again = new int[1000];
    Shuffle.permute(first, 7, 0);
    Shuffle.permute(second, 7, 1);
    Shuffle.permute(again, 7, 0);
    assertThat(again).isEqualTo(first);
    assertThat(second).isNotEqualTo(first);
    int[] sorted = first.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      assertThat(sorted[i]).isEqualTo(i);
    }
    long atHome = java.util.stream.IntStream.range(0, 1000).filter(i -> first[i] == i).count();
    assertThat(atHome).isLessThan(10);
  }

  @Test
  void shuffled_training_sees_the_same_rows_in_another_order() {
    Model shuffled = single(0.001);
    Model plain = single(0.001);
    Tensor x = Tensor.full(Shape.of(6, 1), 1);
    Tensor y = Tensor.of(Shape.of(6, 1), 1, 2, 3, 4, 5, 6);
    shuffled.fit(x, y, fit().batchSize(6));
    plain.fit(x, y, fit().batchSize(6).shuffle(false));
    assertThat(shuffled.getWeights().get(0).item())
        .isCloseTo(plain.getWeights().get(0).item(), within(1e-7f));
    shuffled.fit(x, y, fit().batchSize(1));
    plain.fit(x, y, fit().batchSize(1).shuffle(false));
    assertThat(shuffled.getWeights()).isNotEqualTo(plain.getWeights());
  }

  @Test
  void training_that_is_taken_up_again_ends_where_the_uninterrupted_one_does() {
    Model whole = network();
    whole.fit(X, Y, fit().epochs(5).batchSize(6));
    Model parts = network();
    parts.fit(X, Y, fit().epochs(2).batchSize(6));
    History rest = parts.fit(X, Y, fit().epochs(5).initialEpoch(2).batchSize(6));
    assertThat(rest.epochs()).containsExactly(2, 3, 4);
    assertThat(parts.getWeights()).isEqualTo(whole.getWeights());
  }

  /** Without learning: rows 1 2 3 | 4 5 1 | 2 3 4, in steps of one row, three an epoch. */
  @Test
  void epochs_of_a_number_of_steps_go_on_through_the_data() {
    Tensor y = Tensor.of(Shape.of(5, 1), 1, 2, 3, 4, 5);
    FitOptions options = fit().epochs(3).batchSize(1).stepsPerEpoch(3).shuffle(false);
    History h = single(0).fit(Tensor.full(Shape.of(5, 1), 1), y, options);
    assertThat(h.get("loss"))
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1, Double.class)
        .containsExactly((1 + 4 + 9) / 3.0, (16 + 25 + 1) / 3.0, (4 + 9 + 16) / 3.0);
    History sized = single(0).fit(Tensor.full(Shape.of(5, 1), 1), y, fit().stepsPerEpoch(2));
    assertThat(sized.params().steps()).isEqualTo(2);
    assertThat(sized.last("loss")).isCloseTo(11, within(1e-6));
  }

  /** A weight of 3 counts as three rows in the gradient; the mean is still over rows. */
  @Test
  void sample_weights_multiply_losses() {
    Tensor x = Tensor.full(Shape.of(2, 1), 1);
    Tensor y = Tensor.of(Shape.of(2, 1), 1, 2);
    Model model = single(0.1);
    History h = model.fit(x, y, fit().sampleWeight(Tensor.vector(3, 0.5f)));
    assertThat(h.last("loss")).isEqualTo((3 * 1 + 0.5 * 4) / 2);
    assertThat(model.getWeights().get(0).item())
        .isCloseTo(0.1f * (3 * 2 * 1 + 0.5f * 2 * 2) / 2, within(1e-6f));
  }

  @Test
  void class_weights_are_sample_weights_by_label() {
    Tensor x = Data.normal(3, 6, 1);
    Tensor labels = Tensor.of(Shape.of(6, 1), 0, 1, 2, 1, 0, 2);
    Model byClass = single(0.1);
    Model bySample = single(0.1);
    byClass.fit(x, labels, fit().classWeight(Map.of(1, 5.0, 2, 0.25)).epochs(3));
    bySample.fit(x, labels, fit().sampleWeight(Tensor.vector(1, 5, .25f, 5, 1, .25f)).epochs(3));
    assertThat(byClass.getWeights()).isEqualTo(bySample.getWeights());
  }

  /** Errors of 1, 2, 3, 4, 5 without learning: the first two batches of two hold 1, 4, 9, 16. */
  @Test
  void an_evaluation_may_look_at_some_batches_only() {
    Tensor x = Tensor.full(Shape.of(5, 1), 1);
    Tensor y = Tensor.of(Shape.of(5, 1), 1, 2, 3, 4, 5);
    Model model = single(0);
    assertThat(model.evaluate(x, y, evaluate().batchSize(2).steps(2)).loss()).isEqualTo(7.5);
    FitOptions options = fit().validation(x, y).validationBatchSize(2).validationSteps(2);
    assertThat(model.fit(x, y, options).last("val_loss")).isEqualTo(7.5);
  }

  @Test
  void a_model_without_trained_weights_may_be_fitted_and_does_not_change() {
    Model model = Sequential.of(input(3), dense(1).trainable(false));
    model.compile(new SGD(1), meanSquaredError());
    List<Tensor> before = model.getWeights();
    assertThat(model.fit(X, Y).last("loss")).isPositive();
    assertThat(model.getWeights()).isEqualTo(before);
  }

  @Test
  void frozen_layers_do_not_move_and_freezing_takes_effect_with_compile() {
    Layer first = dense(4).activation(RELU);
    Model model = Sequential.of(input(3), first, dense(1));
    model.compile(new SGD(0.05), meanSquaredError());
    List<Tensor> before = model.getWeights();
    first.trainable(false);
    model.fit(X, Y);
    assertThat(model.getWeights().get(0)).isNotEqualTo(before.get(0));
    List<Tensor> between = model.getWeights();
    model.compile(new SGD(0.05), meanSquaredError());
    model.fit(X, Y);
    assertThat(model.getWeights().subList(0, 2)).isEqualTo(between.subList(0, 2));
    assertThat(model.getWeights().get(2)).isNotEqualTo(between.get(2));
  }

  @Test
  void statistics_of_batch_norm_change_in_training_only() {
    Model model = Sequential.of(input(3), batchNormalization(), dense(1));
    model.compile(new SGD(0), meanSquaredError());
    List<Tensor> before = model.getWeights();
    model.predict(X);
    model.evaluate(X, Y);
    model.predictor().predict(1, 2, 3);
    assertThat(model.getWeights()).isEqualTo(before);
    model.fit(X, Y, fit().shuffle(false));
    float mean = 0;
    for (int r = 0; r < 20; r++) {
      mean += X.at(3 * r) / 20;
    }
    // Keras: moving = moving * 0.99 + batch * 0.01.
    assertThat(model.getWeights().get(2).at(0)).isCloseTo(0.01f * mean, within(1e-6f));
  }

  @Test
  void two_models_with_the_same_layers_train_in_turn() {
    Layer shared = dense(4).activation(RELU);
    Model one = Sequential.of(input(3), shared, dense(1));
    Model two = Sequential.of(input(3), shared, dense(1));
    one.compile(new SGD(0.05), meanSquaredError());
    two.compile(new SGD(0.05), meanSquaredError());
    Tensor start = shared.weights().get(0).get();
    one.fit(X, Y);
    Tensor afterOne = shared.weights().get(0).get();
    two.fit(X, Y);
    Tensor afterTwo = shared.weights().get(0).get();
    one.fit(X, Y);
    assertThat(afterOne).isNotEqualTo(start);
    assertThat(afterTwo).isNotEqualTo(afterOne);
    assertThat(shared.weights().get(0).get()).isNotEqualTo(afterTwo);
    assertThat(one.getWeights().get(0)).isEqualTo(two.getWeights().get(0));
  }

  @Test
  void a_model_without_an_input_is_built_by_its_first_data() {
    Model lazy = Sequential.of(dense(4).activation(RELU), dense(1));
    lazy.compile(new SGD(0.05), meanSquaredError());
    Model declared = network();
    lazy.fit(X, Y, fit().epochs(2));
    declared.fit(X, Y, fit().epochs(2));
    assertThat(lazy.getWeights()).isEqualTo(declared.getWeights());
  }

  @Test
  void learns_what_it_is_shown() {
    Tensor x = Data.normal(5, 400, 3);
    Tensor y = Data.target(x);
    Model model = Sequential.of(input(3), dense(32).activation(RELU), dense(1));
    model.compile(new Adam(0.01), meanSquaredError());
    History h = model.fit(x, y, fit().epochs(60));
    assertThat(h.get("loss").get(0)).isGreaterThan(1);
    assertThat(h.last("loss")).isLessThan(0.1);
  }

  @Test
  void trains_on_single_batches_as_fit_does() {
    Model byHand = network();
    Model fitted = network();
    Evaluation first = byHand.trainOnBatch(X.rows(0, 10), Y.rows(0, 10));
    byHand.trainOnBatch(X.rows(10, 20), Y.rows(10, 20));
    fitted.fit(X, Y, fit().batchSize(10).shuffle(false));
    assertThat(byHand.getWeights()).isEqualTo(fitted.getWeights());
    assertThat(first.loss()).isEqualTo(network().testOnBatch(X.rows(0, 10), Y.rows(0, 10)).loss());
  }
}
