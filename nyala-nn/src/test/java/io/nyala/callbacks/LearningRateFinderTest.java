// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import static io.nyala.callbacks.Callbacks.learningRateFinder;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.multi;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Schedules;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateFinderTest {
  private static final Tensor X = Data.normal(1, 64, 4);
  private static final Tensor Y = Data.target(X);

  private static Model network(Optimizer optimizer) {
    Model model =
        Sequential.of(input(4), dense(8).activation(TANH), batchNormalization(), dense(1));
    model.seed(3);
    model.compile(optimizer, meanSquaredError());
    return model;
  }

  private static List<Object> everything(Model model) {
    Optimizer o = model.optimizer();
    return List.of(
        model.getWeights(),
        o.variables().stream().map(v -> v.get()).toList(),
        o.iterations(),
        o.learningRate());
  }

  @Test
  void rates_grow_exponentially_until_the_loss_diverges() {
    LearningRateFinder finder = learningRateFinder().from(1e-5).to(1e4).steps(91);
    finder.find(network(sgd(0.01)), X, Y, 16);
    double[] rates = finder.rates();
    assertThat(rates[0]).isEqualTo(1e-5);
    assertThat(rates[10]).isCloseTo(1e-4, within(1e-12));
    assertThat(rates.length).isBetween(40, 90);
    double[] losses = finder.losses();
    double least = Arrays.stream(losses).min().orElseThrow();
    assertThat(losses[losses.length - 1]).isGreaterThan(4 * least);
    assertThat(losses[losses.length - 2]).isLessThanOrEqualTo(4 * least);
    assertThat(finder.suggestion()).isBetween(1e-3, 10.0);
  }

  /**
   * One weight w, a batch of one row: the loss is (w - 1)^2 and each step multiplies w - 1 by 1 - 2
   * r. Bias-corrected means of these losses, by hand.
   */
  @Test
  void the_losses_are_smoothed_as_in_fastai() {
    Model model = Sequential.of(input(1), dense(1).useBias(false));
    model.compile(sgd(0.3), meanSquaredError());
    model.setWeights(List.of(Tensor.of(Shape.of(1, 1), 0f)));
    Tensor one = Tensor.of(Shape.of(1, 1), 1f);
    LearningRateFinder finder = learningRateFinder().from(0.01).to(0.1).steps(5);
    finder.find(model, one, one, 1);
    double[] expected = new double[5];
    double error = -1;
    double average = 0;
    for (int i = 0; i < 5; i++) {
      average = 0.98 * average + 0.02 * error * error;
      expected[i] = average / (1 - Math.pow(0.98, i + 1));
      error *= 1 - 2 * 0.01 * Math.pow(10, i / 4.0);
    }
    assertThat(finder.losses()).containsExactly(expected, within(1e-6));
    assertThat(finder.rates()[4]).isCloseTo(0.1, within(1e-12));
    assertThat(finder.suggestion()).isEqualTo(finder.rates()[3]);
  }

  @Test
  void everything_is_restored_exactly() {
    Model model = network(adam(0.02).ema(0.9));
    model.fit(X, Y, fit().epochs(2).batchSize(16));
    List<Object> before = everything(model);
    Model other = network(adam(0.02).ema(0.9));
    other.fit(X, Y, fit().epochs(2).batchSize(16));

    double found = learningRateFinder().to(100).steps(60).find(model, X, Y, 16);

    assertThat(found).isBetween(1e-7, 100.0);
    assertThat(everything(model)).isEqualTo(before);
    model.fit(X, Y, fit().epochs(2).batchSize(16).shuffle(false));
    other.fit(X, Y, fit().epochs(2).batchSize(16).shuffle(false));
    assertThat(model.getWeights()).isEqualTo(other.getWeights());
  }

  @Test
  void a_schedule_is_put_aside_and_back() {
    var schedule = Schedules.exponentialDecay(0.02, 4, 0.5);
    Model model = network(adam().learningRate(schedule));
    learningRateFinder().steps(30).find(model, X, Y, 16);
    assertThat(model.optimizer().schedule()).isSameAs(schedule);
    assertThat(model.optimizer().learningRate()).isEqualTo(0.02);
  }

  @Test
  void a_loss_that_is_not_finite_ends_the_search() {
    Model model = network(sgd(0.01));
    List<Tensor> before = model.getWeights();
    LearningRateFinder finder = learningRateFinder().from(1e-3).to(1e30).steps(40);
    model.fit(X, Y, fit().epochs(20).batchSize(16).callbacks(finder));
    assertThat(Arrays.stream(finder.losses())).allMatch(Double::isFinite);
    assertThat(finder.rates().length).isLessThan(40);
    assertThat(model.getWeights()).isEqualTo(before);
    assertThat(finder.suggestion()).isBetween(1e-3, 10.0);
  }

  @Test
  void says_what_is_wrong() {
    assertThatThrownBy(() -> learningRateFinder().suggestion())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0 losses are too few for a suggestion");
    assertThatThrownBy(() -> learningRateFinder().steps(2)).hasMessageContaining("at least 3");
    assertThatThrownBy(() -> learningRateFinder().from(1).to(0.1).find(network(sgd(1)), X, Y, 16))
        .hasMessageContaining("must be above the first");
    assertThatThrownBy(
            () ->
                learningRateFinder().find(network(multi(sgd(1)).with("^dense/", sgd(2))), X, Y, 16))
        .hasMessageContaining("LearningRateFinder cannot set");
  }
}
