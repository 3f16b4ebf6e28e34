// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.adamW;
import static io.nyala.optimizers.Optimizers.ftrl;
import static io.nyala.optimizers.Optimizers.lamb;
import static io.nyala.optimizers.Optimizers.multi;
import static io.nyala.optimizers.Optimizers.rmsprop;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning rates by layer. */
class LearningRateScaleTest {
  private static final Tensor X = Data.normal(1, 40, 4);
  private static final Tensor Y = Data.target(X);
  private static final double SCALE = 0.25;

  private static Model network() {
    Model model =
        Sequential.of(
            input(4),
            dense(6).activation(TANH).named("body"),
            dense(5).activation(TANH).named("neck"),
            dense(1).named("head"));
    model.seed(3);
    return model;
  }

  private static Model fitted(Optimizer optimizer) {
    Model model = network();
    model.compile(optimizer, meanSquaredError());
    model.fit(X, Y, fit().epochs(3).batchSize(10).shuffle(false));
    return model;
  }

  /** Optimizers whose steps are proportional to the learning rate. */
  static Stream<Supplier<FluentOptimizer<?>>> rules() {
    return Stream.of(
        () -> sgd(0.05),
        () -> sgd(0.05).momentum(0.9),
        () -> sgd(0.05).momentum(0.9).nesterov(true),
        () -> adam(0.01),
        () -> adamW(0.01),
        () -> rmsprop(0.01),
        () -> lamb(0.01),
        () -> adam(0.01).clipNorm(0.1).weightDecay(0.02),
        () -> adam().learningRate(Schedules.exponentialDecay(0.02, 4, 0.5)));
  }

  /** The same with an optimizer of its own for these weights, with a fraction of the rate. */
  @ParameterizedTest
  @MethodSource("rules")
  void equals_an_optimizer_with_that_rate(Supplier<FluentOptimizer<?>> rule) {
    FluentOptimizer<?> slow = rule.get();
    if (slow.schedule() == null) {
      slow.learningRate(SCALE * slow.learningRate());
    } else {
      Schedule whole = slow.schedule();
      slow.learningRate(new Part(whole));
    }
    Model expected = fitted(multi(rule.get()).with("^(body|neck)/", slow));
    Model scaled = fitted(rule.get().learningRateScale("^(body|neck)/", SCALE));
    for (int i = 0; i < expected.getWeights().size(); i++) {
      assertThat(scaled.getWeights().get(i).floats())
          .containsExactly(expected.getWeights().get(i).floats(), within(2e-6f));
    }
  }

  private record Part(Schedule whole) implements Schedule {
    @Override
    public double at(long step) {
      return SCALE * whole.at(step);
    }

    @Override
    public String className() {
      return "Part";
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_factor_of_one_changes_no_bits(Supplier<FluentOptimizer<?>> rule) {
    Model plain = fitted(rule.get());
    assertThat(fitted(rule.get().learningRateScale("body", 1)).getWeights())
        .isEqualTo(plain.getWeights());
    // Nor does it for weights beside scaled ones.
    Model other = network();
    other.compile(
        rule.get().learningRateScale("^head/", 0).learningRateScale(".", 1), meanSquaredError());
    Model frozen = network();
    frozen.getLayer("head").trainable(false);
    frozen.compile(rule.get(), meanSquaredError());
    for (Model each : List.of(other, frozen)) {
      each.fit(X, Y, fit().epochs(1).batchSize(10).shuffle(false));
    }
    assertThat(other.getLayer("head").weights().getFirst().get())
        .isEqualTo(network().getLayer("head").weights().getFirst().get());
    for (int i = 0; i < 4; i++) { // body and neck
      assertThat(other.getWeights().get(i).floats())
          .containsExactly(frozen.getWeights().get(i).floats(), within(1e-6f));
    }
  }

  @Test
  void the_first_pattern_that_matches_counts() {
    Optimizer both = sgd(0.1).learningRateScale("kernel$", 0).learningRateScale("^body/", 0.5);
    Model model = fitted(both);
    Model start = network();
    for (String layer : List.of("body", "neck", "head")) {
      assertThat(model.getLayer(layer).weights().get(0).get())
          .isEqualTo(start.getLayer(layer).weights().get(0).get());
      assertThat(model.getLayer(layer).weights().get(1).get())
          .isNotEqualTo(start.getLayer(layer).weights().get(1).get());
    }
  }

  @Test
  void word_vectors_are_scaled_too() {
    Tensor words = Tensor.ofInts(Shape.of(4, 2), 0, 1, 2, 3, 4, 5, 6, 7);
    Tensor targets = Tensor.of(Shape.of(4, 1), 1f, 0, 1, 0);
    Tensor[] tables = new Tensor[2];
    for (int i = 0; i < 2; i++) {
      Model model =
          Sequential.of(embedding(50, 3).named("words"), flatten(), dense(1).named("out"));
      model.seed(1);
      model.compile(
          i == 0
              ? sgd(0.1).learningRateScale("^words/", 0.5)
              : multi(sgd(0.1)).with("^words/", sgd(0.05)),
          meanSquaredError());
      model.fit(words, targets, fit().epochs(5).batchSize(2).shuffle(false));
      tables[i] = model.getLayer("words").weights().getFirst().get();
    }
    assertThat(tables[0].floats()).containsExactly(tables[1].floats(), within(1e-6f));
  }

  @Test
  void factors_are_saved_and_restored() {
    Model model =
        fitted(adam(0.01).learningRateScale("^body/", 0.1).learningRateScale("^head/b", 2));
    Map<String, Object> form = Optimizers.toConfig(model.optimizer());
    assertThat(form)
        .containsEntry(
            "learning_rate_scales", List.of(List.of("^body/", 0.1), List.of("^head/b", 2.0)));
    assertThat(form.get("config").toString()).as("unknown to Keras").doesNotContain("scales");
    assertThat(Optimizers.toConfig(Optimizers.fromConfig(form))).isEqualTo(form);
    assertThat(Optimizers.toConfig(adam())).doesNotContainKey("learning_rate_scales");
    assertThatThrownBy(
            () ->
                Optimizers.fromConfig(
                    Map.of(
                        "class_name", "SGD",
                        "config", Map.of(),
                        "learning_rate_scales", List.of("^body/"))))
        .hasMessageContaining("expected [pattern, number] in learning_rate_scales");
  }

  @Test
  void says_what_is_wrong() {
    assertThatThrownBy(() -> fitted(sgd(0.1).learningRateScale("^bdy/", 0.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no weight is left for the learning rate of")
        .hasMessageContaining("\"^bdy/\"; there are body/kernel(4, 6), body/bias");
    assertThatThrownBy(() -> sgd(0.1).learningRateScale("a", -1))
        .hasMessageContaining("learningRateScale must be");
    assertThatThrownBy(() -> sgd(0.1).learningRateScale("(", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ftrl(0.1).learningRateScale("a", 1))
        .hasMessageContaining("cannot scale its steps");
    Optimizer used = sgd(0.1);
    fitted(used);
    assertThatThrownBy(() -> ((SGD) used).learningRateScale("body", 0.1))
        .hasMessageContaining("in use");
  }
}
