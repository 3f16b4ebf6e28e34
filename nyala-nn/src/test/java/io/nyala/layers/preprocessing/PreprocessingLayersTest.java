// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.stream.IntStream;
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
        .hasMessage("n (Normalization) has fixed moments; there is nothing to adapt");
    assertThatThrownBy(() -> new Normalization().moments(mean, Tensor.vector(1)))
        .hasMessage("Normalization: mean (3,) and variance (1,) must have the same shape");
  }

  @Test
  void normalization_rejects_other_data_than_it_was_built_on() {
    Normalization layer = new Normalization().named("norm");
    layer.adapt(DATA);
    assertThatThrownBy(() -> layer.adapt(Tensor.zeros(Shape.of(2, 4))))
        .hasMessage("norm (Normalization): data (2, 4) do not match moments (3,)");
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

  // Categories

  private static Tensor ints(int... values) {
    return Tensor.ofInts(Shape.of(1, values.length), values);
  }

  private static List<Integer> categories(Layer layer, Tensor x) {
    Tensor y = Evaluate.layer(layer, x);
    return IntStream.range(0, y.size()).mapToObj(i -> (int) y.at(i)).toList();
  }

  @Test
  void a_boundary_belongs_to_the_bin_above_it() {
    Discretization layer = new Discretization(0, 1);
    Tensor x = Tensor.matrix(new float[] {-1, 0, 0.5f, 1, 2});
    assertThat(categories(layer, x)).containsExactly(0, 1, 1, 2, 2);
    assertThatThrownBy(() -> new Discretization(1, 0)).hasMessageContaining("must be ascending");
  }

  @Test
  void bins_learn_quantiles() {
    float[] numbers = new float[1000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 617) % 1000;
    }
    Discretization layer = Discretization.ofBins(4);
    assertThatThrownBy(() -> layer.buildOn(List.of(Shape.of(-1, 1))))
        .hasMessageContaining("call adapt(data) first");
    layer.adapt(Tensor.vector(numbers));
    // Keras 3.15.1: Discretization(num_bins=4).adapt([(i * 617) % 1000 for i in range(1000)])
    TensorAssert.assertClose(
        Tensor.vector(layer.binBoundaries()),
        Tensor.vector(248.99976f, 498.9998f, 748.99994f),
        1e-3,
        0);
  }

  @Test
  void integers_are_looked_up_and_back() {
    IntegerLookup there = new IntegerLookup(30, 7).maskToken(0);
    assertThat(categories(there, ints(7, 30, 0, 8))).containsExactly(3, 2, 0, 1);
    IntegerLookup back = new IntegerLookup(30, 7).maskToken(0).invert(true);
    assertThat(categories(back, ints(3, 2, 0, 1, 9))).containsExactly(7, 30, 0, -1, -1);
    assertThat(categories(new IntegerLookup(30, 7).numOovIndices(0), ints(7, 8)))
        .containsExactly(1, -1);
    // -5 modulo 3 is 1 as in Python.
    assertThat(categories(new IntegerLookup(30).numOovIndices(3), ints(-5, 6, 30)))
        .containsExactly(1, 0, 3);
    assertThatThrownBy(() -> new IntegerLookup(1, 1)).hasMessageContaining("duplicate number");
  }

  @Test
  void a_vocabulary_has_the_frequent_first_and_of_equals_the_largest() {
    IntegerLookup layer = new IntegerLookup().maxTokens(4);
    layer.adapt(ints(5, 9, 9, 3, 7, 7, 1));
    assertThat(layer.vocabulary()).containsExactly(-1, 9, 7, 5);
    // From Keras 3.15.1.
    IntegerLookup masked = new IntegerLookup().maskToken(0);
    masked.adapt(ints(0, 7, -1, -1, 0, 9, 7));
    assertThat(masked.vocabulary()).containsExactly(0, -1, 7, 9);
  }

  @Test
  void numbers_outside_are_in_no_vector() {
    CategoryEncoding layer = new CategoryEncoding(3).outputMode(CategoryOutput.COUNT);
    assertThat(categories(layer, ints(2, 2, 0, 3, -1))).containsExactly(1, 0, 2);
    assertThatThrownBy(() -> new CategoryEncoding(3).outputMode(CategoryOutput.INT))
        .hasMessageContaining("got int");
  }
}
