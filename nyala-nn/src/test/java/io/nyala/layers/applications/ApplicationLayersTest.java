// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationLayersTest {
  private static final Tensor ONES = Tensor.full(Shape.of(2000, 3, 2), 1);

  private static Tensor train(Layer layer, long seed, Tensor x) {
    return Evaluate.layer(layer, Call.training(seed), 0, x);
  }

  @Test
  void layer_scale_multiplies_channels() {
    LayerScale layer = new LayerScale(0.5, 3);
    layer.apply(Layers.input(2, 3));
    layer.weights().get(0).variable().set(Tensor.vector(2, -1, 0.25f));
    Tensor x = Tensor.matrix(new float[] {1, 2, 3}, new float[] {4, 5, 6});
    assertThat(Evaluate.layer(layer, x))
        .isEqualTo(Tensor.matrix(new float[] {2, -2, 0.75f}, new float[] {8, -5, 1.5f}));
    assertThat(Evaluate.layer(new LayerScale(0.5, 3), x))
        .isEqualTo(Tensor.matrix(new float[] {0.5f, 1, 1.5f}, new float[] {2, 2.5f, 3}));
  }

  @Test
  void layer_scale_rejects_another_number_of_channels() {
    assertThatThrownBy(() -> new LayerScale(1, 3).named("scale").apply(Layers.input(2, 4)))
        .hasMessage("scale (LayerScale) on input (?, 2, 4): expected 3 channels on the last axis");
    assertThatThrownBy(() -> new LayerScale(1, 0)).hasMessageContaining("projection_dim");
  }

  @Test
  void stochastic_depth_drops_whole_samples() {
    assertThat(Evaluate.layer(new StochasticDepth(0.3), ONES)).isEqualTo(ONES);
    Tensor y = train(new StochasticDepth(0.3), 11, ONES);
    int zeros = 0;
    for (int sample = 0; sample < 2000; sample++) {
      float first = y.at(sample * 6);
      assertThat(first == 0 || Math.abs(first - 1 / 0.7f) < 1e-6).isTrue();
      for (int i = 1; i < 6; i++) {
        assertThat(y.at(sample * 6 + i)).isEqualTo(first);
      }
      zeros += first == 0 ? 1 : 0;
    }
    // Five standard deviations of a binomial share.
    assertThat(zeros / 2000.0).isCloseTo(0.3, within(5 * Math.sqrt(0.3 * 0.7 / 2000)));
  }

  @Test
  void stochastic_depth_draws_the_same_for_the_same_seed() {
    Tensor y = train(new StochasticDepth(0.3), 11, ONES);
    assertThat(train(new StochasticDepth(0.3), 11, ONES)).isEqualTo(y);
    assertThat(train(new StochasticDepth(0.3), 12, ONES)).isNotEqualTo(y);
    assertThatThrownBy(() -> new StochasticDepth(1))
        .hasMessage("StochasticDepth: rate must be at least 0 and below 1, got 1.0");
  }

  @Test
  void custom_scale_layer_adds_a_scaled_residual() {
    Tensor x = Tensor.matrix(new float[] {1, 2});
    Tensor residual = Tensor.matrix(new float[] {10, -4});
    assertThat(Evaluate.layer(new CustomScaleLayer(0.5), x, residual))
        .isEqualTo(Tensor.matrix(new float[] {6, 0}));
    assertThatThrownBy(() -> new CustomScaleLayer(1).named("up").apply(Layers.input(2)))
        .hasMessage("up (CustomScaleLayer) on input (?, 2): takes exactly two inputs, got 1");
  }

  /** Keras finds these classes by the module of the network that they belong to. */
  @Test
  void files_name_the_modules_of_keras() {
    assertForm(
        new LayerScale(1e-6, 3),
        "keras.src.applications.convnext",
        Map.of("init_values", 1e-6, "projection_dim", 3));
    assertForm(
        new StochasticDepth(0.25),
        "keras.src.applications.convnext",
        Map.of("drop_path_rate", 0.25));
    assertForm(
        new CustomScaleLayer(0.17),
        "keras.src.applications.inception_resnet_v2",
        Map.of("scale", 0.17));
  }

  private static void assertForm(Layer layer, String module, Map<String, Object> settings) {
    Map<String, Object> form = LayerRegistry.toConfig(layer);
    String name = layer.getClass().getSimpleName();
    assertThat(form)
        .containsEntry("module", module)
        .containsEntry("class_name", name)
        .containsEntry("registered_name", name);
    assertThat(((Map<?, ?>) form.get("config")).entrySet().containsAll(settings.entrySet()))
        .isTrue();
    assertThat(LayerRegistry.toConfig(LayerRegistry.fromConfig(form))).isEqualTo(form);
  }
}
