// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static io.nyala.callbacks.Callbacks.swapEMAWeights;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.EvaluateOptions.evaluate;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.multi;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.Callback;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers are those of Keras 3.15.1 for the same network, data and settings. */
class SwapEMAWeightsTest {
  private static final Tensor X =
      Tensor.of(Shape.of(6, 2), 1, 0, 0, 1, 1, 1, 2, -1, -1, 1, 0.5f, 2);
  private static final Tensor Y = Tensor.of(Shape.of(6, 1), 1, 2, 3, 0, 1, 4);
  private static final Tensor NEW_X = Tensor.of(Shape.of(2, 2), 1, 2, -1, 0);
  private static final Tensor NEW_Y = Tensor.of(Shape.of(2, 1), 4, 0);
  private static final float[] END = {0.48391056f, 1.28966606f, 0.75008094f};

  private static Model model(Optimizer optimizer) {
    Model model = Sequential.of(input(2), dense(1));
    model.setWeights(
        List.of(Tensor.of(Shape.of(2, 1), 0.5f, -0.25f), Tensor.of(Shape.of(1), 0.1f)));
    model.compile(optimizer, meanSquaredError());
    return model;
  }

  private static float[] weights(Model model) {
    List<Tensor> w = model.getWeights();
    return new float[] {w.get(0).at(0), w.get(0).at(1), w.get(1).at(0)};
  }

  /** What a callback after another one sees at the end of each epoch. */
  private static final class Seen extends Callback {
    final List<float[]> weights = new ArrayList<>();

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs) {
      weights.add(SwapEMAWeightsTest.weights(model()));
    }
  }

  private static History train(Model model, int epochs, Callback... callbacks) {
    return model.fit(
        X,
        Y,
        fit()
            .epochs(epochs)
            .batchSize(2)
            .shuffle(false)
            .validation(NEW_X, NEW_Y)
            .callbacks(callbacks));
  }

  private static void close(float[] got, double... want) {
    for (int i = 0; i < want.length; i++) {
      assertThat((double) got[i]).isCloseTo(want[i], within(1e-6));
    }
  }

  private static void close(List<Double> got, double... want) {
    for (int i = 0; i < want.length; i++) {
      assertThat(got.get(i)).isCloseTo(want[i], within(2e-6));
    }
  }

  @Test
  void evaluates_the_averages_and_trains_the_weights() {
    Model model = model(sgd(0.1).ema(0.5));
    Seen seen = new Seen();
    History history = train(model, 3, swapEMAWeights(), seen);
    close(history.get("val_loss"), 1.67767787, 0.21420521, 0.05284739);
    close(history.get("loss"), 3.21639347, 0.37154010, 0.19588871);
    close(seen.weights.get(0), 0.52360004, 0.93640000, 0.76279998);
    close(seen.weights.get(2), 0.51480395, 1.33505130, 0.73673528);
    close(weights(model), END[0], END[1], END[2]);
    double loss = model.evaluate(NEW_X, NEW_Y, evaluate().callbacks(swapEMAWeights())).get("loss");
    assertThat(loss).isCloseTo(0.05284739, within(2e-6));
    close(weights(model), END[0], END[1], END[2]);
  }

  @Test
  void shows_the_averages_to_later_callbacks() {
    Model model = model(sgd(0.1).ema(0.5));
    Seen seen = new Seen();
    History history = train(model, 3, swapEMAWeights().swapOnEpoch(true), seen);
    close(history.get("val_loss"), 1.67767787, 0.21420521, 0.05284739);
    close(history.get("loss"), 3.21639347, 0.37154010, 0.19588871);
    close(seen.weights.get(0), 0.51180005, 0.54095000, 0.57564998);
    close(seen.weights.get(1), 0.48013115, 1.08533323, 0.75534320);
    close(seen.weights.get(2), END[0], END[1], END[2]);
    close(weights(model), END[0], END[1], END[2]);
  }

  /** Of a combination, only those optimizers swap that keep averages. */
  @Test
  void swaps_the_part_of_the_weights_that_has_averages() {
    Model model = model(multi(sgd(0.1)).with("kernel", sgd(0.1).ema(0.5)));
    Seen seen = new Seen();
    train(model, 1, swapEMAWeights().swapOnEpoch(true), seen);
    close(seen.weights.get(0), 0.51180005, 0.54095000, 0.76279998);
  }

  @Test
  void its_state_brings_back_the_weights_after_an_interruption() {
    Model whole = model(sgd(0.1).ema(0.5));
    train(whole, 3, swapEMAWeights().swapOnEpoch(true));

    SwapEMAWeights callback = swapEMAWeights().swapOnEpoch(true);
    List<Map<String, Object>> states = new ArrayList<>();
    Model model = model(sgd(0.1).ema(0.5));
    Callback atEnd =
        new Callback() {
          @Override
          public void onEpochEnd(int epoch, Map<String, Double> logs) {
            states.add(callback.state());
          }
        };
    train(model, 1, callback, atEnd);
    Callback again =
        new Callback() {
          @Override
          public void onTrainBegin() {
            callback.restore(states.get(0));
          }
        };
    model.fit(
        X,
        Y,
        fit().initialEpoch(1).epochs(3).batchSize(2).shuffle(false).callbacks(callback, again));
    assertThat(weights(model)).isEqualTo(weights(whole));
  }

  @Test
  void says_what_is_missing() {
    Model model = model(adam(0.1));
    assertThatThrownBy(() -> train(model, 1, swapEMAWeights()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "SwapEMAWeights: the optimizer \"adam\" keeps no moving averages of the weights; call "
                + "its ema(0.99) before compile");
  }
}
