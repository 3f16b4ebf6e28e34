// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import org.junit.jupiter.api.Test;

class MergingLayersTest {
  private static final Tensor A = Tensor.matrix(new float[] {1, 2}, new float[] {3, 4});
  private static final Tensor B = Tensor.matrix(new float[] {5, -6}, new float[] {7, 8});
  private static final Tensor C = Tensor.matrix(new float[] {0, 10}, new float[] {2, -3});

  @Test
  void computes_element_by_element() {
    assertThat(Evaluate.layer(new Add(), A, B, C).floats()).containsExactly(6, 6, 12, 9);
    assertThat(Evaluate.layer(new Subtract(), A, B).floats()).containsExactly(-4, 8, -4, -4);
    assertThat(Evaluate.layer(new Multiply(), A, B, C).floats()).containsExactly(0, -120, 42, -96);
    assertThat(Evaluate.layer(new Average(), A, B, C).floats()).containsExactly(2, 2, 4, 3);
    assertThat(Evaluate.layer(new Maximum(), A, B, C).floats()).containsExactly(5, 10, 7, 8);
    assertThat(Evaluate.layer(new Minimum(), A, B, C).floats()).containsExactly(0, -6, 2, -3);
  }

  @Test
  void gives_inputs_of_lower_rank_axes_behind_the_batch() {
    Tensor series = Tensor.of(Shape.of(2, 2, 2), 0, 0, 10, 10, 0, 0, 20, 20);
    assertThat(Evaluate.layer(new Add(), series, A).floats())
        .containsExactly(1, 2, 11, 12, 3, 4, 23, 24);
  }

  @Test
  void concatenates_along_an_axis() {
    assertThat(Evaluate.layer(new Concatenate(-1), A, B))
        .isEqualTo(Tensor.matrix(new float[] {1, 2, 5, -6}, new float[] {3, 4, 7, 8}));
    assertThat(new Concatenate(1).apply(input(2, 5), input(3, 5)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 5, 5));
  }

  @Test
  void takes_inner_products() {
    assertThat(Evaluate.layer(new Dot(1), A, B))
        .isEqualTo(Tensor.matrix(new float[] {-7}, new float[] {53}));
    // cos((1, 2), (5, -6)) = -7 / sqrt(5 * 61), cos((3, 4), (7, 8)) = 53 / (5 * sqrt(113)).
    TensorAssert.assertClose(
        Evaluate.layer(new Dot(1).normalize(true), A, B),
        Tensor.matrix(
            new float[] {(float) (-7 / Math.sqrt(305))},
            new float[] {(float) (10.6 / Math.sqrt(113))}),
        0,
        1e-6);
    Tensor x = A.reshape(Shape.of(1, 2, 2));
    Tensor y = B.reshape(Shape.of(1, 2, 2));
    // The matrix products A B and A transposed(B).
    assertThat(Evaluate.layer(new Dot(2, 1), x, y).floats()).containsExactly(19, 10, 43, 14);
    assertThat(Evaluate.layer(new Dot(2), x, y).floats()).containsExactly(-7, 23, -9, 53);
  }

  @Test
  void rejects_what_does_not_fit() {
    assertThatThrownBy(() -> new Add().named("sum").apply(input(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("sum (Add) on input (?, 3): takes at least two inputs, got 1");
    assertThatThrownBy(() -> new Add().named("sum").apply(input(3), input(4)))
        .hasMessageStartingWith("sum (Add) on input [(?, 3), (?, 4)]: ")
        .hasMessageContaining("do not broadcast");
    assertThatThrownBy(() -> new Subtract().named("s").apply(input(3), input(3), input(3)))
        .hasMessageContaining("takes exactly two inputs, got 3");
    assertThatThrownBy(() -> new Concatenate(-1).named("c").apply(input(3, 2), input(4, 2)))
        .hasMessageStartingWith("c (Concatenate) on input [(?, 3, 2), (?, 4, 2)]: ")
        .hasMessageContaining("differ in other axes");
    assertThatThrownBy(() -> new Dot(1).named("d").apply(input(3), input(4)))
        .hasMessage(
            "d (Dot) on input [(?, 3), (?, 4)]: axes must have the same extent, got 3 and 4");
    assertThatThrownBy(() -> new Dot(0)).hasMessage("Dot: axis 0 is the batch; axes start at 1");
  }
}
