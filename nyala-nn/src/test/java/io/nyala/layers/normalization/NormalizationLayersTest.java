// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationLayersTest {
  /** Columns with means 2, 4 and biased variances 1, 4. */
  private static final Tensor X = Tensor.matrix(new float[] {1, 6}, new float[] {3, 2});

  private static void close(Tensor actual, float... expected) {
    TensorAssert.assertClose(actual, Tensor.of(actual.shape(), expected), 1e-6, 1e-6);
  }

  private static Tensor weight(Layer layer, String name) {
    return layer.weights().stream()
        .filter(w -> w.name().equals(name))
        .findFirst()
        .orElseThrow()
        .get();
  }

  @Test
  void batch_normalization_trains_on_the_batch_and_follows_its_biased_moments() {
    BatchNormalization layer = new BatchNormalization().epsilon(0).momentum(0.9);
    close(Evaluate.layer(layer, Call.training(1), 0, X), -1, 1, 1, -1);
    close(weight(layer, "moving_mean"), 0.2f, 0.4f);
    close(weight(layer, "moving_variance"), 1, 1.3f);
  }

  @Test
  void batch_normalization_infers_with_moving_averages() {
    BatchNormalization layer = new BatchNormalization().epsilon(0);
    layer.buildOn(List.of(Shape.of(Shape.UNKNOWN, 2)));
    List<Weight> weights = layer.weights();
    assertThat(weights.stream().map(Weight::name))
        .containsExactly("gamma", "beta", "moving_mean", "moving_variance");
    weights.get(0).set(Tensor.vector(2, 3));
    weights.get(1).set(Tensor.vector(10, 20));
    weights.get(2).set(Tensor.vector(1, 0));
    weights.get(3).set(Tensor.vector(4, 9));
    // (1 - 1) / 2 * 2 + 10, (6 - 0) / 3 * 3 + 20, ...
    close(Evaluate.layer(layer, X), 10, 26, 12, 22);
    assertThat(weight(layer, "moving_mean")).isEqualTo(Tensor.vector(1, 0));
  }

  @Test
  void frozen_batch_normalization_infers_in_training_too() {
    BatchNormalization layer = new BatchNormalization().trainable(false);
    Tensor inference = Evaluate.layer(layer, X);
    assertThat(Evaluate.layer(layer, Call.training(1), 0, X)).isEqualTo(inference);
    assertThat(weight(layer, "moving_mean")).isEqualTo(Tensor.zeros(Shape.of(2)));
  }

  @Test
  void a_shared_batch_normalization_follows_both_batches() {
    BatchNormalization layer = new BatchNormalization().momentum(0.5);
    Call call = Call.training(1);
    Evaluate.all(
        in -> {
          Value first = layer.trace(call, in).get(0);
          return layer.trace(call, List.of(first));
        },
        call,
        0,
        X);
    // (0 * 0.5 + 2 * 0.5) * 0.5 + 0 * 0.5: the second batch has mean 0.
    close(weight(layer, "moving_mean"), 0.5f, 1);
  }

  @Test
  void batch_normalization_leaves_masked_steps_out() {
    Tensor x = Tensor.of(Shape.of(1, 3, 2), 1, 6, 3, 2, Float.NaN, 100);
    Tensor mask = Tensor.ofBools(Shape.of(1, 3), 1, 1, 0);
    BatchNormalization layer = new BatchNormalization().momentum(0);
    Call call = Call.training(1);
    Tensor y =
        Evaluate.all(
                in -> {
                  call.setMask(in.get(0), in.get(1));
                  return layer.trace(call, in.subList(0, 1));
                },
                call,
                0,
                x,
                mask)
            .get(0);
    close(weight(layer, "moving_mean"), 2, 4);
    close(weight(layer, "moving_variance"), 1, 4);
    assertThat(y.at(0)).isCloseTo(-0.9995f, org.assertj.core.data.Offset.offset(1e-5f));
  }

  @Test
  void batch_normalization_works_along_another_axis() {
    Tensor x = Tensor.of(Shape.of(1, 2, 2), 1, 3, 6, 2);
    BatchNormalization layer = new BatchNormalization().axis(1).epsilon(0).momentum(0);
    close(Evaluate.layer(layer, Call.training(1), 0, x), -1, 1, 1, -1);
    close(weight(layer, "moving_mean"), 2, 4);
    close(Evaluate.layer(layer, x), -1, 1, 1, -1);
  }

  @Test
  void layer_normalization_uses_the_moments_of_each_element() {
    // Rows with means 3.5, 2.5 and deviations 2.5, 0.5.
    close(Evaluate.layer(new LayerNormalization().epsilon(0), X), -1, 1, 1, -1);
    // Over two axes: mean 3, variance (4 + 9 + 0 + 1) / 4.
    Tensor both =
        Evaluate.layer(
            new LayerNormalization().axis(1, 2).epsilon(0), X.reshape(Shape.of(1, 2, 2)));
    float s = (float) Math.sqrt(3.5);
    close(both, -2 / s, 3 / s, 0, -1 / s);
  }

  @Test
  void group_normalization_uses_the_moments_of_each_group() {
    Tensor x = Tensor.of(Shape.of(1, 4), 1, 3, 6, 2);
    close(Evaluate.layer(new GroupNormalization(2).epsilon(0), x), -1, 1, 1, -1);
    Tensor channels = Tensor.of(Shape.of(1, 2, 2), 1, 6, 3, 2);
    close(Evaluate.layer(new GroupNormalization(-1).epsilon(0), channels), -1, 1, 1, -1);
  }

  @Test
  void unit_normalization_scales_to_length_one_and_leaves_zeros() {
    Tensor x = Tensor.matrix(new float[] {3, -4}, new float[] {0, 0});
    close(Evaluate.layer(new UnitNormalization(), x), 0.6f, -0.8f, 0, 0);
  }

  @Test
  void rejects_what_does_not_fit() {
    assertThatThrownBy(() -> new GroupNormalization(3).named("g").apply(Layers.input(4)))
        .hasMessage(
            "g (GroupNormalization) on input (?, 4): 3 groups must divide the number of channels "
                + "on axis -1");
    assertThatThrownBy(() -> new GroupNormalization(0))
        .hasMessage("GroupNormalization: groups must be positive, got 0");
    assertThatThrownBy(() -> new BatchNormalization().momentum(2))
        .hasMessage("BatchNormalization: momentum must be between 0 and 1, got 2.0");
    assertThatThrownBy(() -> new LayerNormalization().epsilon(-1))
        .hasMessage("LayerNormalization: epsilon must not be negative, got -1.0");
    BatchNormalization built = new BatchNormalization().named("bn");
    built.apply(Layers.input(3));
    assertThatThrownBy(() -> built.apply(Layers.input(4)))
        .hasMessage(
            "bn (BatchNormalization) on input (?, 4): expected 3 channels on axis -1, as when"
                + " built");
  }
}
