// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Convolution and pooling as a user calls them; numbers computed by hand. */
class WindowOpsTest {
  private static final Tensor LINE = Tensor.of(Shape.of(1, 5, 1), 1, 2, 3, 4, 5);
  private static final Tensor IMAGE = Tensor.of(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);

  private static Tensor normal(int... dims) {
    return GradientCheck.normal(Shape.of(dims), new SplittableRandom(3));
  }

  @Test
  void windows_say_how_they_walk() {
    Window w = Window.of(3, 2).withStride(2).withDilation(1, 3);
    assertThat(w)
        .isEqualTo(
            new Window(List.of(3, 2), List.of(2, 2), List.of(1, 3), List.of(0, 0), List.of(0, 0)));
    // Rows: 5 windows reach 11 of 10; columns: 5 windows of 4 reach 12 of 9.
    Window same = w.same(Shape.of(8, 10, 9, 1));
    assertThat(same.before()).containsExactly(0, 1);
    assertThat(same.after()).containsExactly(1, 2);
    assertThat(same.over(Shape.of(8, 10, 9, 1), 7)).isEqualTo(Shape.of(8, 5, 5, 7));
    assertThat(w.same(Shape.of(-1, -1, 9, 1)).before()).containsExactly(0, 1);
    assertThat(Window.of(3).withDilation(2).causal().before()).containsExactly(4);
    assertThatThrownBy(() -> Window.of(3, 3).withStride(1, 2, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("expected one number for all axes of the window or 2, got [1, 2, 3]");
  }

  @Test
  void convolves_without_reversing_the_kernel() {
    Tensor kernel = Tensor.of(Shape.of(2, 1, 1), 1, 10);
    assertThat(Evaluate.of(in -> Ops.convolution(in.get(0), in.get(1), Window.of(2)), LINE, kernel))
        .isEqualTo(Tensor.of(Shape.of(1, 4, 1), 21, 32, 43, 54));
    assertThat(
            Evaluate.of(
                in -> Ops.convolution(in.get(0), in.get(1), Window.of(2).causal()), LINE, kernel))
        .isEqualTo(Tensor.of(Shape.of(1, 5, 1), 10, 21, 32, 43, 54));
    Tensor bias = Tensor.vector(-40);
    assertThat(
            Evaluate.of(
                in ->
                    Ops.convolution(
                        in.get(0), in.get(1), in.get(2), Window.of(2), 1, FusedActivation.RELU),
                LINE,
                kernel,
                bias))
        .isEqualTo(Tensor.of(Shape.of(1, 4, 1), 0, 0, 3, 14));
  }

  @Test
  void convolves_images_group_by_group_and_channel_by_channel() {
    Tensor ones = Tensor.full(Shape.of(3, 3, 1, 1), 1);
    assertThat(
            Evaluate.of(
                in ->
                    Ops.convolution(in.get(0), in.get(1), Window.of(3, 3).same(in.get(0).shape())),
                IMAGE,
                ones))
        .isEqualTo(Tensor.of(Shape.of(1, 3, 3, 1), 12, 21, 16, 27, 45, 33, 24, 39, 28));
    Tensor two = Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4);
    Tensor kernel = Tensor.of(Shape.of(1, 1, 2), 10, 100);
    assertThat(
            Evaluate.of(
                in ->
                    Ops.convolution(
                        in.get(0), in.get(1), null, Window.of(1), 2, FusedActivation.LINEAR),
                two,
                kernel))
        .isEqualTo(Tensor.of(Shape.of(1, 2, 2), 10, 200, 30, 400));
    Tensor each = Tensor.of(Shape.of(1, 2, 1), 10, 100);
    assertThat(
            Evaluate.of(
                in -> Ops.depthwiseConvolution(in.get(0), in.get(1), Window.of(1)), two, each))
        .isEqualTo(Tensor.of(Shape.of(1, 2, 2), 10, 200, 30, 400));
  }

  @Test
  void a_transposed_convolution_spreads_the_kernel() {
    Tensor kernel = Tensor.of(Shape.of(2, 1, 1), 1, 10);
    Tensor y = Tensor.of(Shape.of(1, 2, 1), 1, 2);
    Window w = Window.of(2).withStride(2);
    assertThat(
            Evaluate.of(
                in -> Ops.transposedConvolution(in.get(0), in.get(1), w, Shape.of(1, 5, 1)),
                y,
                kernel))
        .isEqualTo(Tensor.of(Shape.of(1, 5, 1), 1, 10, 2, 20, 0));
  }

  @Test
  void pools() {
    Window w = Window.of(2).withStride(2);
    assertThat(Evaluate.of(in -> Ops.maxPooling(in.get(0), w), LINE))
        .isEqualTo(Tensor.of(Shape.of(1, 2, 1), 2, 4));
    assertThat(Evaluate.of(in -> Ops.averagePooling(in.get(0), w), LINE))
        .isEqualTo(Tensor.of(Shape.of(1, 2, 1), 1.5f, 3.5f));
    // The last window has one element and padding, which does not count.
    assertThat(Evaluate.of(in -> Ops.averagePooling(in.get(0), w.same(in.get(0).shape())), LINE))
        .isEqualTo(Tensor.of(Shape.of(1, 3, 1), 1.5f, 3.5f, 5));
  }

  @Test
  void have_gradients() {
    Window w = Window.of(2, 3).withStride(2, 1);
    Tensor x = normal(2, 5, 4, 2);
    GradientCheck.check(
        in -> Ops.convolution(in.get(0), in.get(1), w.same(in.get(0).shape())),
        x,
        normal(2, 3, 2, 3));
    GradientCheck.check(
        in -> Ops.transposedConvolution(in.get(0), in.get(1), w, x.shape()),
        normal(2, 2, 2, 3),
        normal(2, 3, 2, 3));
    GradientCheck.check(
        in -> Ops.depthwiseConvolution(in.get(0), in.get(1), w), x, normal(2, 3, 2, 1));
    GradientCheck.check(in -> Ops.maxPooling(in.get(0), w), x);
    GradientCheck.check(in -> Ops.averagePooling(in.get(0), w), x);
  }
}
