// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.regularizers.Regularizers.l2;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.InputLayer;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
  /** Defaults of Keras 3.15.1. */
  static Stream<Object[]> defaults() {
    return Stream.of(
        new Object[] {Layers.leakyRelu(), "negative_slope", 0.3},
        new Object[] {Layers.elu(), "alpha", 1.0},
        new Object[] {Layers.softmax(), "axis", -1},
        new Object[] {Layers.masking(), "mask_value", 0.0},
        new Object[] {Layers.batchNormalization(), "momentum", 0.99},
        new Object[] {Layers.batchNormalization(), "epsilon", 1e-3},
        new Object[] {Layers.layerNormalization(), "epsilon", 1e-3},
        new Object[] {Layers.layerNormalization(), "axis", List.of(-1)},
        new Object[] {Layers.groupNormalization(), "groups", 32},
        new Object[] {Layers.unitNormalization(), "axis", -1},
        new Object[] {Layers.concatenate(), "axis", -1},
        new Object[] {Layers.dot(1), "normalize", false},
        new Object[] {Layers.rescaling(0.5), "offset", 0.0},
        new Object[] {Layers.normalization(), "axis", List.of(-1)},
        new Object[] {Layers.embedding(3, 4), "mask_zero", false},
        new Object[] {Layers.conv2D(4, 3), "strides", List.of(1, 1)},
        new Object[] {Layers.conv2D(4, 3), "padding", "valid"},
        new Object[] {Layers.conv2D(4, 3), "data_format", "channels_last"},
        new Object[] {Layers.conv2DTranspose(4, 3), "output_padding", null},
        new Object[] {Layers.depthwiseConv2D(3), "depth_multiplier", 1},
        new Object[] {Layers.maxPooling2D(), "pool_size", List.of(2, 2)},
        new Object[] {Layers.maxPooling2D(3), "strides", List.of(3, 3)},
        new Object[] {Layers.globalAveragePooling2D(), "keepdims", false},
        new Object[] {Layers.zeroPadding1D(), "padding", List.of(1, 1)},
        new Object[] {Layers.upSampling2D(), "interpolation", "nearest"},
        new Object[] {dense(2), "activation", "linear"},
        new Object[] {dense(2), "use_bias", true});
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void has_the_defaults_of_keras(Layer layer, String setting, Object value) {
    assertThat(layer.config()).containsEntry(setting, value);
  }

  /** Names as {@code keras.src.utils.naming.to_snake_case} forms them. */
  static Stream<Object[]> names() {
    return Stream.of(
        new Object[] {Layers.relu(), "re_lu"},
        new Object[] {Layers.leakyRelu(), "leaky_re_lu"},
        new Object[] {Layers.prelu(), "p_re_lu"},
        new Object[] {Layers.elu(), "elu"},
        new Object[] {Layers.spatialDropout1D(0.1), "spatial_dropout1d"},
        new Object[] {Layers.repeatVector(2), "repeat_vector"},
        new Object[] {Layers.conv1D(1, 2), "conv1d"},
        new Object[] {Layers.conv2DTranspose(1, 2), "conv2d_transpose"},
        new Object[] {Layers.separableConv2D(1, 2), "separable_conv2d"},
        new Object[] {Layers.maxPooling2D(), "max_pooling2d"},
        new Object[] {Layers.globalAveragePooling1D(), "global_average_pooling1d"},
        new Object[] {Layers.zeroPadding3D(), "zero_padding3d"},
        new Object[] {Layers.upSampling1D(), "up_sampling1d"},
        new Object[] {Layers.batchNormalization(), "batch_normalization"});
  }

  @ParameterizedTest
  @MethodSource("names")
  void has_the_names_of_keras(Layer layer, String name) {
    assertThat(layer.name()).matches(name + "(_\\d+)?");
  }

  @Test
  void setters_chain_in_any_order() {
    Dense layer =
        dense(512).named("hidden").trainable(false).activation(RELU).kernelRegularizer(l2(1e-4));
    assertThat(layer.config())
        .containsEntry("name", "hidden")
        .containsEntry("trainable", false)
        .containsEntry("activation", "relu");
    assertThat(layer.config().get("kernel_regularizer"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("config", Map.of("l2", 1e-4));
    assertThat(dense(10).activation(SOFTMAX).config()).containsEntry("activation", "softmax");
  }

  @Test
  void inputs_have_any_batch() {
    assertThat(input(28, 28).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 28, 28));
    assertThat(input().shape()).isEqualTo(Shape.of(Shape.UNKNOWN));
    assertThat(input(DType.INT32, 7).dtype()).isEqualTo(DType.INT32);
    assertThat(InputLayer.of(input("x", 3)).name()).isEqualTo("x");
  }
}
