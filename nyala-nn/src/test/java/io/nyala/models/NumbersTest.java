// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.initializers.Initializers;
import io.nyala.losses.Losses;
import io.nyala.losses.Tversky;
import io.nyala.metrics.Average;
import io.nyala.metrics.BinaryAccuracy;
import io.nyala.metrics.Metrics;
import io.nyala.optimizers.CosineDecay;
import io.nyala.optimizers.CosineDecayRestarts;
import io.nyala.optimizers.ExponentialDecay;
import io.nyala.optimizers.InverseTimeDecay;
import io.nyala.optimizers.PiecewiseConstantDecay;
import io.nyala.optimizers.PolynomialDecay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number that means nothing is refused where it is given, not found in the results. */
class NumbersTest {
  /** Ways to give a number, with what the message must name. */
  private static Map<String, DoubleFunction<?>> places() {
    Map<String, DoubleFunction<?>> all = new LinkedHashMap<>();
    all.put("CosineDecay: initial_learning_rate", v -> new CosineDecay(v, 10));
    all.put("CosineDecay: decay_steps", v -> new CosineDecay(0.1, v));
    all.put("CosineDecay: alpha", v -> new CosineDecay(0.1, 10, v, null, 0));
    all.put("CosineDecay: warmup_target", v -> new CosineDecay(0.1, 10, 0, v, 5));
    all.put("CosineDecay: warmup_steps", v -> new CosineDecay(0.1, 10, 0, 0.2, v));
    all.put(
        "CosineDecayRestarts: initial_learning_rate", v -> new CosineDecayRestarts(v, 10, 2, 1, 0));
    all.put(
        "CosineDecayRestarts: first_decay_steps", v -> new CosineDecayRestarts(0.1, v, 2, 1, 0));
    all.put("CosineDecayRestarts: t_mul", v -> new CosineDecayRestarts(0.1, 10, v, 1, 0));
    all.put("CosineDecayRestarts: m_mul", v -> new CosineDecayRestarts(0.1, 10, 2, v, 0));
    all.put("CosineDecayRestarts: alpha", v -> new CosineDecayRestarts(0.1, 10, 2, 1, v));
    all.put("ExponentialDecay: initial_learning_rate", v -> new ExponentialDecay(v, 10, 0.9));
    all.put("ExponentialDecay: decay_steps", v -> new ExponentialDecay(0.1, v, 0.9));
    all.put("ExponentialDecay: decay_rate", v -> new ExponentialDecay(0.1, 10, v));
    all.put("InverseTimeDecay: initial_learning_rate", v -> new InverseTimeDecay(v, 10, 0.9));
    all.put("InverseTimeDecay: decay_steps", v -> new InverseTimeDecay(0.1, v, 0.9));
    all.put("InverseTimeDecay: decay_rate", v -> new InverseTimeDecay(0.1, 10, v));
    all.put("PolynomialDecay: initial_learning_rate", v -> new PolynomialDecay(v, 10, 0.01));
    all.put("PolynomialDecay: decay_steps", v -> new PolynomialDecay(0.1, v, 0.01));
    all.put("PolynomialDecay: end_learning_rate", v -> new PolynomialDecay(0.1, 10, v));
    all.put("PolynomialDecay: power", v -> new PolynomialDecay(0.1, 10, 0.01, v, false));
    all.put(
        "PiecewiseConstantDecay: values",
        v -> new PiecewiseConstantDecay(List.of(5L), List.of(0.1, v)));
    all.put("huber_loss: delta", Losses::huber);
    all.put("circle: gamma", v -> Losses.circle().gamma(v));
    all.put("tversky: alpha", v -> new Tversky(v, 0.5));
    all.put("tversky: beta", v -> new Tversky(0.5, v));
    all.put("binary_focal_crossentropy: alpha", v -> Losses.binaryFocalCrossentropy().alpha(v));
    all.put("binary_focal_crossentropy: gamma", v -> Losses.binaryFocalCrossentropy().gamma(v));
    all.put(
        "categorical_focal_crossentropy: alpha",
        v -> Losses.categoricalFocalCrossentropy().alpha(v));
    all.put(
        "categorical_focal_crossentropy: gamma",
        v -> Losses.categoricalFocalCrossentropy().gamma(v));
    all.put(
        "binary_crossentropy: label_smoothing", v -> Losses.binaryCrossentropy().labelSmoothing(v));
    all.put("fbeta_score: beta", v -> Metrics.fBetaScore(v, Average.MACRO));
    all.put("RandomNormal: stddev", v -> Initializers.randomNormal(0, v));
    all.put("TruncatedNormal: stddev", v -> Initializers.truncatedNormal(0, v));
    return all;
  }

  /** Where negative numbers have a meaning. */
  private static Map<String, DoubleFunction<?>> signedPlaces() {
    Map<String, DoubleFunction<?>> all = new LinkedHashMap<>();
    all.put("circle: margin", v -> Losses.circle().margin(v));
    all.put("binary_accuracy: threshold", BinaryAccuracy::new);
    all.put("Identity: gain", Initializers::identity);
    all.put("Orthogonal: gain", Initializers::orthogonal);
    all.put("RandomNormal: mean", v -> Initializers.randomNormal(v, 1));
    all.put("TruncatedNormal: mean", v -> Initializers.truncatedNormal(v, 1));
    all.put("RandomUniform: minval", v -> Initializers.randomUniform(v, 1));
    all.put("RandomUniform: maxval", v -> Initializers.randomUniform(-9, v));
    return all;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_number_outside_the_limits_is_refused_by_name(double number) {
    places()
        .forEach(
            (name, place) ->
                assertThatThrownBy(() -> place.apply(number))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(name)
                    .hasMessageEndingWith("got " + number));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
  void no_number_at_all_is_refused_by_name(double number) {
    signedPlaces()
        .forEach(
            (name, place) ->
                assertThatThrownBy(() -> place.apply(number))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(name));
  }

  @Test
  void usual_numbers_are_taken() {
    places().forEach((name, place) -> assertThat(place.apply(1)).as(name).isNotNull());
    signedPlaces().forEach((name, place) -> assertThat(place.apply(-1)).as(name).isNotNull());
  }
}
