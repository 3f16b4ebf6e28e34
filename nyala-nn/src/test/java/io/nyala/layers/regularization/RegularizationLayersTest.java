// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizationLayersTest {
  private static final Tensor ONES = Tensor.full(Shape.of(200, 5, 20), 1);
  private static final int N = 20_000;

  private static Tensor train(Layer layer, Tensor x) {
    return Evaluate.layer(layer, Call.training(11), 0, x);
  }

  static Stream<Layer> all() {
    return Stream.of(
        new Dropout(0.3),
        new SpatialDropout1D(0.3),
        new GaussianNoise(0.3),
        new GaussianDropout(0.3),
        new AlphaDropout(0.3),
        new ActivityRegularization(1, 1));
  }

  @ParameterizedTest
  @MethodSource("all")
  void does_nothing_in_inference(Layer layer) {
    assertThat(Evaluate.layer(layer, ONES)).isEqualTo(ONES);
  }

  @Test
  void dropout_zeroes_a_share_and_scales_the_rest() {
    float[] y = train(new Dropout(0.3), ONES).floats();
    int zeros = 0;
    for (float v : y) {
      zeros += v == 0 ? 1 : 0;
      assertThat(v == 0 || Math.abs(v - 1 / 0.7f) < 1e-6).isTrue();
    }
    // Five standard deviations of a binomial share.
    assertThat(zeros / (double) N).isCloseTo(0.3, within(5 * Math.sqrt(0.3 * 0.7 / N)));
  }

  @Test
  void dropout_shares_its_mask_along_axes_of_extent_one() {
    Tensor y = train(new Dropout(0.3).noiseShape(-1, 1, -1), ONES);
    assertSharedAlongTime(y);
    assertSharedAlongTime(train(new SpatialDropout1D(0.3), ONES));
  }

  private static void assertSharedAlongTime(Tensor y) {
    int zeros = 0;
    for (int row = 0; row < 200; row++) {
      for (int channel = 0; channel < 20; channel++) {
        float first = y.at(row * 100 + channel);
        zeros += first == 0 ? 1 : 0;
        for (int t = 1; t < 5; t++) {
          assertThat(y.at(row * 100 + t * 20 + channel)).isEqualTo(first);
        }
      }
    }
    assertThat(zeros / 4000.0).isCloseTo(0.3, within(5 * Math.sqrt(0.3 * 0.7 / 4000)));
  }

  @Test
  void spatial_dropout_2d_drops_whole_channels() {
    Tensor images = Tensor.full(Shape.of(2, 3, 4, 50), 1);
    Tensor y = train(new SpatialDropout2D(0.5), images);
    for (int i = 0; i < y.size(); i++) {
      int image = i / 600;
      assertThat(y.at(i)).isEqualTo(y.at(image * 600 + i % 50));
    }
    Tensor first = train(new SpatialDropout2D(0.5).channelsFirst(), images);
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.at(i)).isEqualTo(first.at(i / 200 * 200));
    }
  }

  @Test
  void gaussian_layers_have_the_moments_of_their_formulas() {
    assertMoments(train(new GaussianNoise(0.4), ONES), 1, 0.16);
    assertMoments(train(new GaussianDropout(0.2), ONES), 1, 0.25);
  }

  @Test
  void alpha_dropout_keeps_mean_and_variance() {
    Tensor x = GradientCheck.normal(Shape.of(200, 100), new SplittableRandom(3));
    assertMoments(train(new AlphaDropout(0.25), x), 0, 1);
  }

  private static void assertMoments(Tensor y, double mean, double variance) {
    double sum = 0;
    double squares = 0;
    for (float v : y.floats()) {
      sum += v;
      squares += (v - mean) * (v - mean);
    }
    assertThat(sum / N).isCloseTo(mean, within(5 * Math.sqrt(variance / N)));
    assertThat(squares / N).isCloseTo(variance, within(6 * variance * Math.sqrt(2.0 / N)));
  }

  @Test
  void two_layers_in_one_model_draw_different_numbers() {
    List<Tensor> y =
        Evaluate.all(
            in -> {
              Call call = Call.training(1);
              return List.of(
                  new Dropout(0.5).trace(call, in).get(0), new Dropout(0.5).trace(call, in).get(0));
            },
            Call.inference(),
            0,
            ONES);
    assertThat(y.get(0)).isNotEqualTo(y.get(1));
  }

  @Test
  void a_seed_of_its_own_takes_the_place_of_the_seed_of_training() {
    Tensor once = Evaluate.layer(new Dropout(0.5).seed(4), Call.training(1), 0, ONES);
    Tensor again = Evaluate.layer(new Dropout(0.5).seed(4), Call.training(2), 0, ONES);
    assertThat(again).isEqualTo(once);
    assertThat(Evaluate.layer(new Dropout(0.5), Call.training(2), 0, ONES)).isNotEqualTo(once);
  }

  @Test
  void activity_regularization_adds_its_penalty() {
    Tensor x = Tensor.matrix(new float[] {1, -2}, new float[] {3, 0});
    Tensor loss =
        Evaluate.all(
                in -> {
                  Call call = Call.training(1);
                  new ActivityRegularization(0.5, 0.25).trace(call, in);
                  return call.losses();
                },
                Call.inference(),
                0,
                x)
            .get(0);
    // (0.5 * 6 + 0.25 * 14) / 2
    assertThat(loss.item()).isEqualTo(3.25f);
  }

  @Test
  void rejects_rates_that_are_no_share() {
    assertThatThrownBy(() -> new Dropout(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Dropout: rate must be at least 0 and below 1, got 1.0");
    assertThatThrownBy(() -> new Dropout(-0.1))
        .hasMessage("Dropout: rate must be at least 0 and below 1, got -0.1");
    assertThatThrownBy(() -> new AlphaDropout(Double.NaN))
        .hasMessage("AlphaDropout: rate must be at least 0 and below 1, got NaN");
    assertThatThrownBy(() -> new GaussianNoise(2))
        .hasMessage("GaussianNoise: stddev must be between 0 and 1, got 2.0");
    assertThatThrownBy(() -> new Dropout(0.5).noiseShape(0))
        .hasMessage("Dropout: noise_shape must be positive, got 0");
  }

  @Test
  void spatial_dropout_rejects_other_ranks() {
    Layer layer = new SpatialDropout1D(0.5).named("drop");
    assertThatThrownBy(() -> layer.apply(Layers.input(4)))
        .hasMessage(
            "drop (SpatialDropout1D) on input (?, 4): expected input (batch, time, channels)");
  }
}
