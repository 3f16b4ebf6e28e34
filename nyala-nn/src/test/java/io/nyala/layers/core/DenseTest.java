// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizers;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenseTest {
  private static final Tensor X = Tensor.matrix(new float[] {1, 2}, new float[] {-1, 0});

  /** {@code X kernel + bias} is (5.5, -8, 0), (-0.5, -10, 2). */
  private static Dense withWeights(Dense layer) {
    layer.buildOn(List.of(Shape.of(Shape.UNKNOWN, 2)));
    layer.kernel().set(Tensor.matrix(new float[] {1, 0, -1}, new float[] {2, 1, 0}));
    layer.bias().set(Tensor.vector(0.5f, -10, 1));
    return layer;
  }

  @Test
  void multiplies_adds_and_activates() {
    assertThat(Evaluate.layer(withWeights(dense(3)), X))
        .isEqualTo(Tensor.matrix(new float[] {5.5f, -8, 0}, new float[] {-0.5f, -10, 2}));
    assertThat(Evaluate.layer(withWeights(dense(3).activation(RELU)), X))
        .isEqualTo(Tensor.matrix(new float[] {5.5f, 0, 0}, new float[] {0, 0, 2}));
  }

  @Test
  void activation_by_name_constant_and_lambda_are_the_same() {
    Tensor constant = Evaluate.layer(withWeights(dense(3).activation(SOFTMAX)), X);
    assertThat(Evaluate.layer(withWeights(dense(3).activation("softmax")), X)).isEqualTo(constant);
    assertThat(Evaluate.layer(withWeights(dense(3).activation(v -> Ops.softmax(v, -1))), X))
        .isEqualTo(constant);
  }

  @Test
  void simple_activations_ride_on_the_kernel() {
    Dense layer = withWeights(dense(3).activation("tanh"));
    Value y = layer.trace(Call.inference(), List.of(Evaluate.input(X))).get(0);
    assertThat(y.node().op())
        .isEqualTo(new io.nyala.ops.DenseOp(io.nyala.ops.kinds.FusedActivation.TANH));
  }

  @Test
  void works_on_the_last_axis_of_any_rank_and_on_whole_numbers() {
    Dense layer = withWeights(dense(3));
    Tensor flat = Evaluate.layer(layer, X);
    Tensor deep = Evaluate.layer(layer, X.reshape(Shape.of(1, 2, 1, 2)));
    assertThat(deep).isEqualTo(flat.reshape(Shape.of(1, 2, 1, 3)));
    assertThat(Evaluate.layer(layer, Tensor.ofInts(Shape.of(2, 2), 1, 2, -1, 0))).isEqualTo(flat);
  }

  @Test
  void bias_may_be_left_out() {
    Dense layer = dense(3).useBias(false);
    assertThat(layer.apply(input(2)).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 3));
    assertThat(layer.weights()).containsExactly(layer.kernel());
    assertThat(layer.countParams()).isEqualTo(6);
  }

  @Test
  void weights_carry_their_regularizer_and_freeze_with_the_layer() {
    Dense layer = dense(3).named("hidden").kernelRegularizer(Regularizers.l2(0.5));
    layer.apply(input(2));
    assertThat(layer.weights().stream().map(Weight::path))
        .containsExactly("hidden/kernel", "hidden/bias");
    assertThat(layer.kernel().regularizer()).isEqualTo(Regularizers.l2(0.5));
    assertThat(layer.bias().regularizer()).isNull();
    assertThat(layer.kernel().trainable()).isTrue();
    layer.trainable(false);
    assertThat(layer.kernel().trainable()).isFalse();
    assertThat(layer.kernel().trainableKind()).isTrue();
  }

  @Test
  void activity_regularizer_adds_its_penalty_divided_by_the_batch() {
    Dense layer = withWeights(dense(3).activityRegularizer(Regularizers.l1(0.1)));
    Tensor loss =
        Evaluate.all(
                in -> {
                  Call call = Call.inference();
                  layer.trace(call, in);
                  return call.losses();
                },
                Call.inference(),
                0,
                X)
            .get(0);
    // 0.1 * (5.5 + 8 + 0 + 0.5 + 10 + 2) / 2
    TensorAssert.assertClose(loss, Tensor.scalar(1.3f), 0, 1e-6);
  }

  @Test
  void rejects_units_that_are_not_positive() {
    assertThatThrownBy(() -> dense(0)).hasMessage("Dense: units must be positive, got 0");
    assertThatThrownBy(() -> dense(-3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Dense: units must be positive, got -3");
  }

  @Test
  void rejects_other_features_than_it_was_built_on() {
    Dense layer = dense(3).named("head");
    layer.apply(input(1152));
    assertThatThrownBy(() -> layer.apply(input(1024)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "head (Dense) on input (?, 1024): expected input (batch, ..., 1152), as when built");
  }

  @Test
  void rejects_unknown_features() {
    assertThatThrownBy(() -> dense(3).named("d").apply(input(Shape.UNKNOWN)))
        .hasMessage(
            "d (Dense) on input (?, ?): expected input (batch, ..., features) with known features");
  }

  @Test
  void rejects_changes_once_it_is_built() {
    Dense layer = dense(3).named("late");
    layer.apply(input(2));
    assertThatThrownBy(() -> layer.activation(RELU))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("late (Dense) is already built; configure a layer before it is first applied");
    assertThat(layer.activation()).isEqualTo(Layers.LINEAR);
  }

  @Test
  void rejects_two_inputs() {
    assertThatThrownBy(() -> dense(3).named("one").apply(input(2), input(2)))
        .hasMessageContaining("one (Dense)")
        .hasMessageContaining("takes one input, got 2");
  }
}
