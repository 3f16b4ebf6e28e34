// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.permute;
import static io.nyala.layers.Layers.repeatVector;
import static io.nyala.layers.Layers.reshape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ReshapingLayersTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);

  @Test
  void flatten_keeps_the_order() {
    assertThat(Evaluate.layer(flatten(), X)).isEqualTo(X.reshape(Shape.of(1, 6)));
    assertThat(Evaluate.layer(flatten().channelsFirst(), X).floats())
        .containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void reshape_keeps_the_order_and_finds_the_missing_extent() {
    assertThat(Evaluate.layer(reshape(3, 2), X)).isEqualTo(X.reshape(Shape.of(1, 3, 2)));
    assertThat(Evaluate.layer(reshape(-1, 1, 2), X)).isEqualTo(X.reshape(Shape.of(1, 3, 1, 2)));
  }

  @Test
  void permute_counts_axes_from_one() {
    assertThat(Evaluate.layer(permute(2, 1), X))
        .isEqualTo(Tensor.of(Shape.of(1, 3, 2), 1, 4, 2, 5, 3, 6));
  }

  @Test
  void repeat_vector_repeats() {
    Tensor x = Tensor.matrix(new float[] {1, 2}, new float[] {3, 4});
    assertThat(Evaluate.layer(repeatVector(2), x))
        .isEqualTo(Tensor.of(Shape.of(2, 2, 2), 1, 2, 1, 2, 3, 4, 3, 4));
  }

  @Test
  void shapes_are_known_but_for_the_batch() {
    assertThat(flatten().apply(input(4, 5, 6)).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 120));
    assertThat(reshape(-1, 10).apply(input(4, 5)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 2, 10));
  }

  @Test
  void rejects_what_does_not_fit() {
    assertThatThrownBy(() -> reshape(4).named("r").apply(input(2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "r (Reshape) on input (?, 2, 3): 6 elements (2, 3) do not fill the target shape (4,)");
    assertThatThrownBy(() -> reshape(-1, 4).named("r").apply(input(2, 3)))
        .hasMessageContaining("6 elements (2, 3) do not fill the target shape (?, 4)");
    assertThatThrownBy(() -> reshape(-1, -1))
        .hasMessage("Reshape: target_shape must be positive except for one -1, got [-1, -1]");
    assertThatThrownBy(() -> permute(0, 1))
        .hasMessage("Permute: dims must be a permutation of 1, 2, ..., got [0, 1]");
    assertThatThrownBy(() -> permute(2, 1).named("p").apply(input(3)))
        .hasMessage(
            "p (Permute) on input (?, 3): dims [2, 1] need an input with 2 axes besides the batch");
    assertThatThrownBy(() -> repeatVector(0)).hasMessage("RepeatVector: n must be positive, got 0");
    assertThatThrownBy(() -> repeatVector(2).named("v").apply(input(3, 4)))
        .hasMessage("v (RepeatVector) on input (?, 3, 4): expected input (batch, features)");
    assertThatThrownBy(() -> flatten().named("f").apply(input(Shape.UNKNOWN, 4)))
        .hasMessage("f (Flatten) on input (?, ?, 4): all axes except the batch must be known");
  }
}
