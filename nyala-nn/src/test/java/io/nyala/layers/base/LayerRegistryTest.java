// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.activations.Activations;
import io.nyala.layers.Layers;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.InputLayer;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizers;
import io.nyala.support.Evaluate;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerRegistryTest {
  private static Map<String, Object> form(String className, Map<String, Object> config) {
    return Map.of("class_name", className, "config", config);
  }

  @Test
  void writes_what_keras_writes() {
    Dense layer = new Dense(4).named("hidden").activation("relu");
    layer.apply(Layers.input(3));
    Map<String, Object> form = LayerRegistry.toConfig(layer);
    assertThat(form)
        .containsEntry("module", "keras.layers")
        .containsEntry("class_name", "Dense")
        .containsEntry("registered_name", null)
        .containsEntry("build_config", Map.of("input_shape", Arrays.asList(null, 3)));
    // The keys of keras.layers.Dense(4, activation="relu").get_config(), Keras 3.15.1.
    @SuppressWarnings("unchecked") // maps of settings have strings as keys
    Map<String, Object> config = (Map<String, Object>) form.get("config");
    assertThat(config.keySet())
        .containsExactlyInAnyOrder(
            "name",
            "trainable",
            "dtype",
            "units",
            "activation",
            "use_bias",
            "kernel_initializer",
            "bias_initializer",
            "kernel_regularizer",
            "bias_regularizer",
            "kernel_constraint",
            "bias_constraint",
            "quantization_config");
    assertThat(config).containsEntry("activation", "relu").containsEntry("units", 4);
  }

  @Test
  void reads_common_settings() {
    Layer layer =
        LayerRegistry.fromConfig(
            form(
                "Dense",
                Map.of(
                    "units",
                    2,
                    "name",
                    "frozen",
                    "trainable",
                    false,
                    "activity_regularizer",
                    form("L2", Map.of("l2", 0.5)))));
    assertThat(layer.name()).isEqualTo("frozen");
    assertThat(layer.trainable()).isFalse();
    assertThat(layer.activityRegularizer()).isEqualTo(Regularizers.l2(0.5));
  }

  @Test
  void ignores_unknown_settings_and_takes_defaults_for_missing_ones() {
    Map<String, Object> config = new HashMap<>();
    config.put("name", "d");
    config.put("units", 2);
    config.put("lora_rank", 3);
    config.put("kernel_initializer", null);
    Layer layer = LayerRegistry.fromConfig(form("Dense", config));
    assertThat(layer.config()).isEqualTo(new Dense(2).named("d").config());
  }

  @Test
  void reads_settings_of_older_files() {
    Layer leaky = LayerRegistry.fromConfig(form("LeakyReLU", Map.of("alpha", 0.1)));
    assertThat(leaky.config()).containsEntry("negative_slope", 0.1);
    Layer norm = LayerRegistry.fromConfig(form("BatchNormalization", Map.of("axis", List.of(3))));
    assertThat(norm.config()).containsEntry("axis", 3);
    InputLayer input =
        (InputLayer)
            LayerRegistry.fromConfig(
                form(
                    "InputLayer",
                    Map.of("batch_input_shape", Arrays.asList(null, 5), "dtype", "int64")));
    assertThat(input.batchShape()).isEqualTo(Shape.of(Shape.UNKNOWN, 5));
    assertThat(input.dtype()).isEqualTo(DType.INT32);
    Layer dense =
        LayerRegistry.fromConfig(
            form(
                "Dense",
                Map.of("units", 1, "activation", form("LeakyReLU", Map.of("alpha", 0.1)))));
    assertThat(((Dense) dense).activation()).isEqualTo(Activations.leakyRelu(0.1));
  }

  @Test
  void names_what_it_does_not_know() {
    assertThatThrownBy(() -> LayerRegistry.fromConfig(form("Conv9D", Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown layer \"Conv9D\": did you mean \"Conv1D\" or \"Conv2D\"")
        .hasMessageEndingWith("register custom ones before loading");
    assertThatThrownBy(() -> LayerRegistry.fromConfig(form("Dense", Map.of("use_bias", true))))
        .hasMessage("Dense: setting \"units\" is missing; there are [use_bias]");
    assertThatThrownBy(() -> LayerRegistry.fromConfig(form("Dense", Map.of("units", 1.5))))
        .hasMessage("Dense: setting \"units\" must be an integer, got 1.5");
    assertThatThrownBy(
            () -> LayerRegistry.fromConfig(form("BatchNormalization", Map.of("renorm", true))))
        .hasMessage("BatchNormalization: renorm is not supported");
    assertThatThrownBy(
            () ->
                LayerRegistry.fromConfig(form("Flatten", Map.of("data_format", "channels_middle"))))
        .hasMessage(
            "Flatten: data_format must be channels_last or channels_first, got channels_middle");
    assertThatThrownBy(
            () ->
                LayerRegistry.fromConfig(
                    form("Lambda", Map.of("function", form("__lambda__", Map.of())))))
        .hasMessageStartingWith("Lambda: the function in the file (code) is unknown");
  }

  /** A layer of a user. */
  static final class Power extends Layer {
    private final int exponent;

    Power(int exponent) {
      this.exponent = exponent;
    }

    @Override
    protected Value call(Call call, Value x) {
      return Ops.power(x, exponent);
    }

    @Override
    public Map<String, Object> config() {
      Map<String, Object> config = super.config();
      config.put("exponent", exponent);
      return config;
    }
  }

  @Test
  void takes_layers_of_the_user() {
    LayerRegistry.register("Power", s -> new Power(s.getInt("exponent")));
    Layer layer = new Power(3).named("cube");
    Layer back = LayerRegistry.fromConfig(LayerRegistry.toConfig(layer));
    assertThat(back.config()).isEqualTo(layer.config());
    assertThat(Evaluate.layer(back, Tensor.vector(2)).item()).isEqualTo(8);
  }

  @Test
  void inputs_are_described_by_their_value() {
    Value value = Layers.input("pixels", DType.INT32, 28, 28);
    InputLayer layer = InputLayer.of(value);
    assertThat(layer.value()).isSameAs(value);
    assertThat(layer.name()).isEqualTo("pixels");
    assertThat(layer.config())
        .containsEntry("batch_shape", Arrays.asList(null, 28, 28))
        .containsEntry("dtype", "int32");
    Layer back = LayerRegistry.fromConfig(LayerRegistry.toConfig(layer));
    assertThat(back.config()).isEqualTo(layer.config());
    assertThatThrownBy(() -> InputLayer.of(Ops.add(value, 1)))
        .hasMessageStartingWith("expected an input(...), got ADD int32(?, 28, 28)");
  }
}
