// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConversionTest {
  /** Returns the elements 0, 1, 2 and so on of an array there, in their order here. */
  private static float[] turned(Layer layer, Shape theirs, Shape ours, int channels) {
    float[] numbers = new float[theirs.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    float[] data = new float[numbers.length + 1];
    Conversion.of(layer, "kernel", theirs, ours, channels)
        .write(Tensor.of(theirs, numbers), data, 1);
    return java.util.Arrays.copyOfRange(data, 1, data.length);
  }

  @Test
  void dense_kernels_are_turned() {
    assertThat(turned(Layers.dense(2), Shape.of(2, 3), Shape.of(3, 2), 0))
        .containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void the_inputs_of_a_dense_layer_after_flattening_are_channels_last() {
    // Three channels at two positions: c0p0 c0p1 c1p0 ... there, p0c0 p0c1 p0c2 p1c0 ... here.
    assertThat(turned(Layers.dense(1), Shape.of(1, 6), Shape.of(6, 1), 3))
        .containsExactly(0, 2, 4, 1, 3, 5);
    assertThat(turned(Layers.dense(2), Shape.of(2, 6), Shape.of(6, 2), 3))
        .containsExactly(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11);
  }

  @Test
  void a_convolution_of_all_positions_is_a_dense_layer() {
    assertThat(turned(Layers.dense(1), Shape.of(1, 3, 1, 2), Shape.of(6, 1), 0))
        .containsExactly(0, 2, 4, 1, 3, 5);
    assertThat(turned(Layers.conv2D(2, 1), Shape.of(2, 3), Shape.of(1, 1, 3, 2), 0))
        .containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void kernels_of_convolutions_have_filters_last() {
    assertThat(turned(Layers.conv2D(2, 2), Shape.of(2, 1, 2, 2), Shape.of(2, 2, 1, 2), 0))
        .containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
    assertThat(turned(Layers.depthwiseConv2D(2), Shape.of(2, 1, 2, 2), Shape.of(2, 2, 2, 1), 0))
        .containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
  }

  @Test
  void other_shapes_do_not_fit() {
    Layer dense = Layers.dense(2);
    assertThat(Conversion.of(dense, "kernel", Shape.of(3, 2), Shape.of(3, 2), 0)).isNull();
    assertThat(Conversion.of(dense, "kernel", Shape.of(2, 7), Shape.of(7, 2), 3)).isNull();
    assertThat(Conversion.of(dense, "kernel", Shape.of(6), Shape.of(3, 2), 0)).isNull();
    assertThat(Conversion.of(dense, "bias", Shape.of(3), Shape.of(2), 0)).isNull();
    assertThat(Conversion.of(dense, "bias", Shape.of(1, 2), Shape.of(2), 0)).isNull();
    Layer conv = Layers.conv2D(3, 1);
    assertThat(Conversion.of(conv, "kernel", Shape.of(2, 3, 1, 1), Shape.of(1, 1, 2, 3), 0))
        .isNull();
  }
}
