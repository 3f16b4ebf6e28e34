// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import static io.nyala.layers.Layers.conv1D;
import static io.nyala.layers.Layers.conv1DTranspose;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.conv2DTranspose;
import static io.nyala.layers.Layers.depthwiseConv2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.separableConv2D;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvolutionLayersTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 4, 1), 1, 2, 4, 8);

  private static Tensor run(FilterConvolution<?> layer, float... kernel) {
    layer.buildOn(List.of(X.shape()));
    layer.kernel().set(Tensor.of(Shape.of(kernel.length, 1, 1), kernel));
    return Evaluate.layer(layer, X);
  }

  // Expected numbers by hand: sums of products of neighbours.

  @Test
  void does_not_reverse_the_kernel() {
    assertThat(run(conv1D(1, 2), 1, 10).floats()).containsExactly(21, 42, 84);
  }

  @Test
  void same_puts_what_is_odd_behind() {
    assertThat(run(conv1D(1, 2).padding(Padding.SAME), 1, 10).floats())
        .containsExactly(21, 42, 84, 8);
    assertThat(run(conv1D(1, 3).padding(Padding.SAME).strides(2), 1, 10, 100).floats())
        .containsExactly(1 + 20 + 400, 4 + 80);
  }

  @Test
  void causal_sees_nothing_of_what_comes() {
    assertThat(run(conv1D(1, 2).padding(Padding.CAUSAL).dilationRate(2), 1, 10).floats())
        .containsExactly(10, 20, 41, 82);
  }

  @Test
  void transposed_spreads_each_input_over_the_kernel() {
    assertThat(run(conv1DTranspose(1, 2), 1, 10).floats()).containsExactly(1, 12, 24, 48, 80);
    assertThat(run(conv1DTranspose(1, 1).strides(2), 3).floats())
        .containsExactly(3, 0, 6, 0, 12, 0, 24, 0);
    assertThat(run(conv1DTranspose(1, 2).strides(2).outputPadding(1), 1, 10).floats())
        .containsExactly(1, 10, 2, 20, 4, 40, 8, 80, 0);
  }

  /** What Keras 3.15.1 on JAX gives for settings that its cases leave out. */
  @Test
  void transposed_begins_and_ends_where_keras_does() {
    assertThat(run(transposed(2, 3).outputPadding(0), 1, 10, 100).floats())
        .containsExactly(10, 102, 20, 204, 40, 408, 80);
    assertThat(run(transposed(2, 3).outputPadding(1), 1, 10, 100).floats())
        .containsExactly(1, 10, 102, 20, 204, 40, 408, 80);
    assertThat(run(transposed(2, 4).outputPadding(0), 1, 10, 100, 1000).floats())
        .containsExactly(102, 1020, 204, 2040, 408, 4080);
    assertThat(run(transposed(2, 4).outputPadding(1), 1, 10, 100, 1000).floats())
        .containsExactly(10, 102, 1020, 204, 2040, 408, 4080);
    assertThat(run(transposed(3, 4), 1, 10, 100, 1000).floats())
        .containsExactly(1, 10, 100, 1002, 20, 200, 2004, 40, 400, 4008, 80, 800);
    assertThat(run(transposed(1, 3).dilationRate(2), 1, 10, 100).floats())
        .containsExactly(14, 28, 140, 280);
    assertThat(run(conv1DTranspose(1, 3).strides(2).outputPadding(0), 1, 10, 100).floats())
        .containsExactly(1, 10, 102, 20, 204, 40, 408, 80, 800);
  }

  private static Conv1DTranspose transposed(int stride, int kernelSize) {
    return conv1DTranspose(1, kernelSize).strides(stride).padding(Padding.SAME);
  }

  @Test
  void filters_of_a_group_see_its_channels_only() {
    Tensor x = Tensor.of(Shape.of(1, 3, 2), 1, 10, 2, 20, 4, 40);
    Conv1D layer = conv1D(4, 2).groups(2);
    layer.buildOn(List.of(x.shape()));
    layer.kernel().set(Tensor.of(Shape.of(2, 1, 4), 1, 2, 3, 4, 5, 6, 7, 8));
    layer.bias().set(Tensor.vector(0, 100, 0, 1000));
    assertThat(Evaluate.layer(layer, x).floats())
        .containsExactly(11, 114, 170, 1200, 22, 128, 340, 1400);
  }

  @Test
  void depthwise_takes_strides_and_dilation_together() {
    assertThat(depthwiseConv2D(3).strides(2).dilationRate(2).apply(input(9, 9, 3)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 3, 3, 3));
  }

  @Test
  void extents_may_be_unknown_where_they_are_not_needed() {
    Value any = input(Shape.UNKNOWN, Shape.UNKNOWN, 3);
    Shape expected = Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN, 8);
    assertThat(conv2D(8, 3).apply(any).shape()).isEqualTo(expected);
    assertThat(separableConv2D(8, 3).padding("same").apply(any).shape()).isEqualTo(expected);
    assertThatThrownBy(() -> conv2DTranspose(8, 3).named("t").apply(any))
        .hasMessage(
            "t (Conv2DTranspose) on input (?, ?, ?, 3): all axes except the batch must be known");
  }

  @Test
  void rejects_wrong_settings() {
    assertThatThrownBy(() -> conv2D(0, 3)).hasMessage("Conv2D: filters must be positive, got 0");
    assertThatThrownBy(() -> conv2D(4, 3).strides(0))
        .hasMessage("Conv2D: strides must be positive, got 0");
    assertThatThrownBy(() -> conv2D(4, 3, 3, 3))
        .hasMessage("Conv2D: kernel_size must be 1 number or 2, got [3, 3, 3]");
    assertThatThrownBy(() -> conv1D(4, 3).strides(1, 2))
        .hasMessage("Conv1D: strides must be 1 number, got [1, 2]");
    assertThatThrownBy(() -> conv2D(4, 3).groups(3))
        .hasMessage("Conv2D: groups must divide the 4 filters, got 3");
    assertThatThrownBy(() -> conv2D(4, 3).padding(Padding.CAUSAL))
        .hasMessage("Conv2D: padding must be VALID or SAME; CAUSAL is only for Conv1D");
    assertThatThrownBy(() -> conv2D(4, 3).padding("full"))
        .hasMessage("padding must be one of valid, same and causal, got \"full\"");
    assertThatThrownBy(
            () -> conv2D(4, 3).named("c").strides(2).dilationRate(1, 2).apply(input(9, 9, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("c (Conv2D): strides [2, 2] and dilation_rate [1, 2] must not both be above 1");
    assertThatThrownBy(
            () -> conv1DTranspose(1, 3).named("t").strides(2).outputPadding(2).apply(input(4, 1)))
        .hasMessage("t (Conv1DTranspose): output_padding [2] must be below the strides [2]");
    assertThatThrownBy(() -> conv1DTranspose(1, 3).outputPadding(-1))
        .hasMessage("Conv1DTranspose: output_padding must not be negative, got -1");
    assertThatThrownBy(() -> depthwiseConv2D(3).depthMultiplier(0))
        .hasMessage("DepthwiseConv2D: depth_multiplier must be positive, got 0");
  }

  @Test
  void rejects_inputs_that_do_not_fit() {
    assertThatThrownBy(() -> conv2D(4, 3).named("c").apply(input(28, 28)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "c (Conv2D) on input (?, 28, 28): expected input (batch, height, width, channels)");
    assertThatThrownBy(() -> conv2D(4, 3).channelsFirst().named("c").apply(input(28, 28)))
        .hasMessageEndingWith("expected input (batch, channels, height, width)");
    assertThatThrownBy(() -> conv2D(4, 5).named("c").apply(input(8, 4, 1)))
        .hasMessage(
            "c (Conv2D) on input (?, 8, 4, 1): a window of 5 positions does not fit into the 4 "
                + "positions of spatial axis 1; use a smaller one, or padding SAME");
    assertThatThrownBy(() -> conv2D(4, 3).groups(2).named("c").apply(input(8, 8, 3)))
        .hasMessage("c (Conv2D) on input (?, 8, 8, 3): 2 groups must divide the 3 channels");
    assertThatThrownBy(() -> conv1D(4, 3).named("c").apply(input(8, Shape.UNKNOWN)))
        .hasMessage("c (Conv1D) on input (?, 8, ?): the number of channels must be known");
    Conv1D built = conv1D(4, 3).named("c");
    built.apply(input(8, 2));
    assertThatThrownBy(() -> built.apply(input(8, 3)))
        .hasMessage("c (Conv1D) on input (?, 8, 3): expected 2 channels, as when built");
  }
}
