// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import static io.nyala.layers.Layers.cropping1D;
import static io.nyala.layers.Layers.cropping2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.upSampling1D;
import static io.nyala.layers.Layers.upSampling2D;
import static io.nyala.layers.Layers.zeroPadding1D;
import static io.nyala.layers.Layers.zeroPadding2D;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.images.Interpolation;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BorderLayersTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 3, 1), 1, 2, 4);

  @Test
  void zeros_stand_where_they_are_asked_for() {
    assertThat(Evaluate.layer(zeroPadding1D(), X).floats()).containsExactly(0, 1, 2, 4, 0);
    assertThat(Evaluate.layer(zeroPadding1D(2, 0), X).floats()).containsExactly(0, 0, 1, 2, 4);
    assertThat(zeroPadding2D(1, 2).apply(input(5, 5, 3)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 7, 9, 3));
  }

  @Test
  void cropping_leaves_the_inner_part() {
    assertThat(Evaluate.layer(cropping1D(), X).floats()).containsExactly(2);
    assertThat(Evaluate.layer(cropping1D(0, 1), X).floats()).containsExactly(1, 2);
    assertThat(cropping2D(1, 2).apply(input(5, Shape.UNKNOWN, 3)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 3, Shape.UNKNOWN, 3));
  }

  @Test
  void up_sampling_repeats_each_element() {
    assertThat(Evaluate.layer(upSampling1D(), X).floats()).containsExactly(1, 1, 2, 2, 4, 4);
  }

  @Test
  void bilinear_takes_cells_by_their_middle() {
    Tensor row = X.reshape(Shape.of(1, 1, 3, 1));
    UpSampling2D layer = upSampling2D(1, 2).interpolation(Interpolation.BILINEAR);
    assertThat(Evaluate.layer(layer, row).floats())
        .containsExactly(new float[] {1, 1.25f, 1.75f, 2.5f, 3.5f, 4}, within(1e-6f));
  }

  /** What Keras 3.15.1 on JAX gives. */
  @Test
  void wider_interpolations_are_those_of_keras() {
    Tensor row = X.reshape(Shape.of(1, 1, 3, 1));
    assertThat(
            Evaluate.layer(upSampling2D(1, 2).interpolation(Interpolation.LANCZOS3), row).floats())
        .containsExactly(
            new float[] {0.9456213f, 1.0611607f, 1.4783537f, 2.6553047f, 3.6915185f, 4.2231646f},
            within(1e-5f));
    assertThat(
            Evaluate.layer(upSampling2D(1, 2).interpolation(Interpolation.LANCZOS5), row).floats())
        .containsExactly(
            new float[] {1.0591173f, 0.9782293f, 1.4008074f, 2.723268f, 3.7544417f, 4.142418f},
            within(1e-5f));
  }

  @Test
  void interpolations_keep_what_is_constant() {
    for (Interpolation interpolation : Interpolation.values()) {
      Tensor ones = Tensor.full(Shape.of(1, 4, 3, 2), 1);
      Tensor wide = Evaluate.layer(upSampling2D(3, 2).interpolation(interpolation), ones);
      assertThat(wide.shape()).isEqualTo(Shape.of(1, 12, 6, 2));
      for (float f : wide.floats()) {
        assertThat(f).as(interpolation.toString()).isCloseTo(1, within(1e-5f));
      }
    }
  }

  @Test
  void rejects_what_does_not_fit() {
    assertThatThrownBy(() -> zeroPadding1D(-1))
        .hasMessage("ZeroPadding1D: padding must not be negative, got -1");
    assertThatThrownBy(() -> zeroPadding2D(1, 2, 3))
        .hasMessage("ZeroPadding2D: padding must be 1 number or 2 or 4, got [1, 2, 3]");
    assertThatThrownBy(() -> cropping2D(0, 2).named("c").apply(input(5, 4, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "c (Cropping2D) on input (?, 5, 4, 3): cropping [[0, 0], [2, 2]] leaves nothing of "
                + "the 4 positions of axis 2");
    assertThatThrownBy(() -> upSampling2D(0))
        .hasMessage("UpSampling2D: size must be positive, got 0");
    assertThatThrownBy(() -> cropping1D().channelsFirst())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("Cropping1D: channels are always the last axis; put a Permute(2, 1) around it");
    assertThatThrownBy(() -> upSampling2D().named("u").apply(input(4, 3)))
        .hasMessage(
            "u (UpSampling2D) on input (?, 4, 3): expected input (batch, height, width, channels)");
  }
}
