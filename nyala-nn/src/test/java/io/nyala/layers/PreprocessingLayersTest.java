// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import org.junit.jupiter.api.Test;

class PreprocessingLayersTest {
  /** Columns: means 2, 4, 7; biased variances 1, 4, 0. */
  private static final Tensor DATA = Tensor.matrix(new float[] {1, 6, 7}, new float[] {3, 2, 7});

  @Test
  void normalization_learns_the_moments_of_columns() {
    Normalization layer = new Normalization();
    layer.adapt(DATA);
    assertThat(layer.weights().stream().map(Weight::name))
        .containsExactly("mean", "variance", "count");
    assertThat(layer.weights().get(0).get()).isEqualTo(Tensor.vector(2, 4, 7));
    assertThat(layer.weights().get(1).get()).isEqualTo(Tensor.vector(1, 4, 0));
    // A column without variance stays at zero instead of dividing by zero.
    assertThat(Evaluate.layer(layer, DATA).floats()).containsExactly(-1, 1, 0, 1, -1, 0);
  }

  @Test
  void normalization_forgets_what_it_learnt_before() {
    Normalization layer = new Normalization();
    layer.adapt(Tensor.matrix(new float[] {100, 200, 300}));
    layer.adapt(DATA);
    assertThat(layer.weights().get(0).get()).isEqualTo(Tensor.vector(2, 4, 7));
  }

  @Test
  void normalization_keeps_several_axes_or_none() {
    Tensor x = Tensor.of(Shape.of(2, 2, 2), 0, 2, 4, 6, 2, 2, 8, 6);
    Normalization positions = new Normalization().axis(1, 2);
    positions.adapt(x);
    assertThat(positions.weights().get(0).get())
        .isEqualTo(Tensor.matrix(new float[] {1, 2}, new float[] {6, 6}));
    Normalization times = new Normalization().axis(1);
    times.adapt(x);
    assertThat(times.weights().get(0).get()).isEqualTo(Tensor.vector(1.5f, 6));
    assertThat(times.weights().get(1).get()).isEqualTo(Tensor.vector(0.75f, 2));
    Normalization all = new Normalization().axis();
    all.adapt(x);
    assertThat(all.weights().get(0).get().item()).isEqualTo(3.75f);
  }

  @Test
  void normalization_learns_small_variance_far_from_zero() {
    float[] data = new float[1000];
    for (int i = 0; i < data.length; i++) {
      data[i] = 4096 + i % 2;
    }
    Normalization layer = new Normalization();
    layer.adapt(Tensor.of(Shape.of(1000, 1), data));
    assertThat(layer.weights().get(1).get().item()).isEqualTo(0.25f);
  }

  @Test
  void normalization_takes_given_moments_and_inverts() {
    Tensor mean = Tensor.vector(1, 2, 3);
    Tensor variance = Tensor.vector(4, 9, 1);
    Normalization forth = new Normalization().moments(mean, variance);
    Tensor y = Evaluate.layer(forth, DATA);
    TensorAssert.assertClose(
        y, Tensor.matrix(new float[] {0, 4 / 3f, 4}, new float[] {1, 0, 4}), 0, 1e-6);
    Normalization back = new Normalization().moments(mean, variance).invert(true);
    TensorAssert.assertClose(Evaluate.layer(back, y), DATA, 1e-6, 1e-6);
    assertThatThrownBy(() -> back.named("n").adapt(DATA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("n (Normalization) was given its moments; there is nothing to adapt");
    assertThatThrownBy(() -> new Normalization().moments(mean, Tensor.vector(1)))
        .hasMessage("Normalization: mean (3,) and variance (1,) must have one shape");
  }

  @Test
  void normalization_rejects_other_data_than_it_was_built_on() {
    Normalization layer = new Normalization().named("norm");
    layer.adapt(DATA);
    assertThatThrownBy(() -> layer.adapt(Tensor.zeros(Shape.of(2, 4))))
        .hasMessage("norm (Normalization): data (2, 4) do not fit moments (3,)");
  }

  @Test
  void rescaling_scales_and_shifts_whole_numbers_too() {
    Tensor pixels = Tensor.ofInts(Shape.of(1, 3), 0, 51, 255);
    TensorAssert.assertClose(
        Evaluate.layer(new Rescaling(1 / 127.5, -1), pixels),
        Tensor.matrix(new float[] {-1, -0.6f, 1}),
        1e-7,
        1e-6);
    Rescaling channels = new Rescaling(new double[] {1, 2, 3}, new double[] {0, 1, 0});
    assertThat(Evaluate.layer(channels, pixels).floats()).containsExactly(0, 103, 765);
  }
}
