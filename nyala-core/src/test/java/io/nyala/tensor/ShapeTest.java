// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final int UNKNOWN = Shape.UNKNOWN;
  private static final Shape S = Shape.of(2, 3, 4);

  @Test
  void extents_are_copied_and_not_negative() {
    int[] dims = {2, 3};
    Shape s = Shape.of(dims);
    dims[0] = 9;
    s.dims()[1] = 9;
    assertThat(s).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThatThrownBy(() -> Shape.of(2, -2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("negative extent in shape [2, -2]");
  }

  @Test
  void axes_count_from_either_end() {
    assertThat(S.rank()).isEqualTo(3);
    assertThat(S.dim(0)).isEqualTo(2);
    assertThat(S.dim(-1)).isEqualTo(4);
    assertThat(S.last()).isEqualTo(4);
    assertThat(S.axis(-3)).isZero();
    for (int axis : new int[] {3, -4}) {
      assertThatThrownBy(() -> S.axis(axis))
          .isInstanceOf(ShapeException.class)
          .hasMessage("axis " + axis + " of a tensor with shape (2, 3, 4)");
    }
  }

  @Test
  void size_is_the_product_of_the_extents() {
    assertThat(S.size()).isEqualTo(24);
    assertThat(Shape.scalar().size()).isEqualTo(1);
    assertThat(Shape.of(5, 0, 1 << 30, 1 << 30).size()).isZero();
    assertThat(Shape.of(UNKNOWN, 3).isKnown()).isFalse();
    assertThatThrownBy(() -> Shape.of(UNKNOWN, 3).size())
        .isInstanceOf(ShapeException.class)
        .hasMessage("the size of (?, 3) is not known yet");
  }

  @Test
  void no_tensor_is_larger_than_an_array() {
    assertThat(Shape.of(1 << 15, 1 << 15, UNKNOWN).requireRoom().rank()).isEqualTo(3);
    assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 15).size())
        .isInstanceOf(ShapeException.class)
        .hasMessage("expected a tensor of at most 2^31-1 elements, got shape (65536, 32768)");
    // The product of all three is 0 in 64 bits.
    assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 4).requireRoom())
        .isInstanceOf(ShapeException.class);
    assertThat(Shape.extent(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> Shape.extent(1L << 31)).isInstanceOf(ShapeException.class);
  }

  @Test
  void axes_are_replaced_inserted_dropped_and_cut() {
    assertThat(S.with(-2, 7)).isEqualTo(Shape.of(2, 7, 4));
    assertThat(S.insert(0, 7)).isEqualTo(Shape.of(7, 2, 3, 4));
    assertThat(S.insert(2, 7)).isEqualTo(Shape.of(2, 3, 7, 4));
    assertThat(S.insert(-1, 7)).isEqualTo(Shape.of(2, 3, 4, 7));
    assertThat(S.drop(1)).isEqualTo(Shape.of(2, 4));
    assertThat(S.drop(-1)).isEqualTo(Shape.of(2, 3));
    assertThat(S.slice(1, 3)).isEqualTo(Shape.of(3, 4));
    assertThat(S.slice(0, 0)).isEqualTo(Shape.scalar());
    assertThat(S.concat(Shape.of(5))).isEqualTo(Shape.of(2, 3, 4, 5));
  }

  @Test
  void strides_are_row_major() {
    assertThat(S.strides()).containsExactly(12, 4, 1);
    assertThat(Shape.scalar().strides()).isEmpty();
  }

  @Test
  void broadcast_aligns_at_the_end() {
    assertThat(Shape.broadcast(S, Shape.scalar())).isEqualTo(S);
    assertThat(Shape.broadcast(Shape.of(3, 1), S)).isEqualTo(S);
    assertThat(Shape.broadcast(Shape.of(5, 1), Shape.of(1, 6))).isEqualTo(Shape.of(5, 6));
    assertThat(Shape.broadcast(Shape.of(0), Shape.of(1))).isEqualTo(Shape.of(0));
    assertThatThrownBy(() -> Shape.broadcast(S, Shape.of(2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shapes (2, 3, 4) and (2,) do not broadcast together");
  }

  @Test
  void what_is_unknown_takes_the_other_extent_unless_that_is_one() {
    assertThat(Shape.broadcast(Shape.of(UNKNOWN, 3), Shape.of(8, 1))).isEqualTo(Shape.of(8, 3));
    assertThat(Shape.broadcast(Shape.of(8), Shape.of(UNKNOWN))).isEqualTo(Shape.of(8));
    assertThat(Shape.broadcast(Shape.of(UNKNOWN), Shape.of(1))).isEqualTo(Shape.of(UNKNOWN));
    assertThat(Shape.broadcast(Shape.of(1), Shape.of(UNKNOWN))).isEqualTo(Shape.of(UNKNOWN));
  }

  @Test
  void accepts_where_known_extents_agree() {
    Shape declared = Shape.of(UNKNOWN, 3);
    assertThat(declared.accepts(Shape.of(8, 3))).isTrue();
    assertThat(declared.accepts(Shape.of(UNKNOWN, UNKNOWN))).isTrue();
    assertThat(declared.accepts(Shape.of(8, 4))).isFalse();
    assertThat(declared.accepts(Shape.of(8, 3, 1))).isFalse();
  }

  @Test
  void prints_as_python_does() {
    assertThat(Shape.of(UNKNOWN, 28, 28)).hasToString("(?, 28, 28)");
    assertThat(Shape.of(10)).hasToString("(10,)");
    assertThat(Shape.scalar()).hasToString("()");
  }
}
