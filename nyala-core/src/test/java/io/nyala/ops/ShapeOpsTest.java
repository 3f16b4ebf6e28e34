// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Literals are what NumPy gives. */
class ShapeOpsTest {
  private static final Tensor X = Tensor.ofInts(Shape.of(2, 4), 1, 2, 3, 4, 5, 6, 7, 8);

  private static Tensor ints(Shape shape, int... data) {
    return Tensor.ofInts(shape, data);
  }

  @Test
  void splits_into_equal_parts_or_at_positions() {
    assertThat(Evaluate.all(in -> Ops.split(in.get(0), 2, 1), X))
        .containsExactly(ints(Shape.of(2, 2), 1, 2, 5, 6), ints(Shape.of(2, 2), 3, 4, 7, 8));
    List<Tensor> parts = Evaluate.all(in -> Ops.split(in.get(0), new int[] {1, 1, 3}, -1), X);
    assertThat(parts)
        .containsExactly(
            ints(Shape.of(2, 1), 1, 5),
            ints(Shape.of(2, 0)),
            ints(Shape.of(2, 2), 2, 3, 6, 7),
            ints(Shape.of(2, 1), 4, 8));
  }

  @Test
  void splits_only_where_there_is_something() {
    Value x = Ops.input("x", Shape.of(Shape.UNKNOWN, 4));
    for (int[] at : new int[][] {{3, 2}, {5}, {-1}}) {
      assertThatThrownBy(() -> Ops.split(x, at, 1))
          .isInstanceOf(ShapeException.class)
          .hasMessageStartingWith("cannot split axis 1 of (?, 4) at [");
    }
    assertThatThrownBy(() -> Ops.split(x, new int[] {1}, 0)).isInstanceOf(ShapeException.class);
    assertThatThrownBy(() -> Ops.split(x, 3, 1)).isInstanceOf(ShapeException.class);
  }

  @Test
  void repeats_and_turns() {
    Tensor line = Tensor.vectorOfInts(1, 2);
    assertThat(Evaluate.of(in -> Ops.tile(in.get(0), 0, 2), line))
        .isEqualTo(Tensor.vectorOfInts(1, 2, 1, 2));
    assertThat(Evaluate.of(in -> Ops.repeat(in.get(0), 0, 2), line))
        .isEqualTo(Tensor.vectorOfInts(1, 1, 2, 2));
    assertThat(Evaluate.of(in -> Ops.flip(in.get(0), 1), X))
        .isEqualTo(ints(Shape.of(2, 4), 4, 3, 2, 1, 8, 7, 6, 5));
  }

  @Test
  void borders_of_integers_are_integers() {
    assertThat(Evaluate.of(in -> Ops.pad(in.get(0), 0, 1, 2, 7), Tensor.vectorOfInts(1, 2)))
        .isEqualTo(Tensor.vectorOfInts(7, 1, 2, 7, 7));
  }

  @Test
  void where_may_have_a_number() {
    assertThat(Evaluate.of(in -> Ops.where(Ops.less(in.get(0), 4), in.get(0), -1), X))
        .isEqualTo(ints(Shape.of(2, 4), 1, 2, 3, -1, -1, -1, -1, -1));
    Value x = Ops.input("x", Shape.of(3));
    assertThat(Ops.where(Ops.isNan(x), x, 0).dtype()).isEqualTo(DType.FLOAT32);
  }
}
