// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected numbers are written out; they are what NumPy gives for the same calls. */
class TensorTest {
  private static final Tensor X = Tensor.matrix(new float[][] {{1, -2, 3}, {4, 0.5f, -6}});
  private static final Tensor INTS = Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
  private static final Tensor CUBE =
      Tensor.ofInts(Shape.of(2, 2, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  private static Tensor ints(Shape shape, int... data) {
    return Tensor.ofInts(shape, data);
  }

  // Making

  @Test
  void wraps_what_it_is_given_and_copies_vectors() {
    float[] data = {1, 2};
    Tensor wrapped = Tensor.of(Shape.of(2), data);
    Tensor copied = Tensor.vector(data);
    data[0] = 9;
    assertThat(wrapped.at(0)).isEqualTo(9);
    assertThat(copied.at(0)).isEqualTo(1);
  }

  @Test
  void needs_as_many_elements_as_the_shape_has() {
    assertThatThrownBy(() -> Tensor.of(Shape.of(2, 2), 1, 2, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shape (2, 2) needs 4 elements, got 3");
  }

  @Test
  void doubles_are_rounded_to_floats() {
    assertThat(Tensor.vector(0.1, 2.0)).isEqualTo(Tensor.vector(0.1f, 2f));
    assertThat(Tensor.of(Shape.of(1, 2), 0.1, 2.0)).isEqualTo(Tensor.of(Shape.of(1, 2), 0.1f, 2f));
    assertThat(Tensor.matrix(new double[] {0.1}, new double[] {3.0}))
        .isEqualTo(Tensor.of(Shape.of(2, 1), 0.1f, 3f));
  }

  @Test
  void nested_arrays_of_every_kind() {
    assertThat(Tensor.ofArray(new int[][][] {{{1, 2}}, {{3, 4}}}))
        .isEqualTo(ints(Shape.of(2, 1, 2), 1, 2, 3, 4));
    assertThat(Tensor.ofArray(new double[][] {{1.5}, {2}}))
        .isEqualTo(Tensor.of(Shape.of(2, 1), 1.5f, 2f));
    assertThat(Tensor.ofArray(new float[] {1.5f})).isEqualTo(Tensor.vector(1.5f));
    assertThat(Tensor.ofArray(new long[] {-7})).isEqualTo(ints(Shape.of(1), -7));
    assertThat(Tensor.ofArray(new byte[] {-7})).isEqualTo(ints(Shape.of(1), -7));
    assertThat(Tensor.ofArray(new boolean[][] {{true, false}}))
        .isEqualTo(Tensor.ofBools(Shape.of(1, 2), 1, 0));
    assertThat(Tensor.ofArray(new float[0][]).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void nested_arrays_must_be_regular_and_of_numbers() {
    assertThatThrownBy(() -> Tensor.ofArray(new int[][] {{1, 2}, {3}}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("expected 2 elements in every array along axis 1, as in the first, got 1");
    assertThatThrownBy(() -> Tensor.ofArray(new int[][] {{1, 2}, null}))
        .isInstanceOf(ShapeException.class)
        .hasMessageEndingWith("got null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.ofArray(new Object[] {"a"}))
        .withMessageEndingWith("got java.lang.Object[]");
    assertThatIllegalArgumentException().isThrownBy(() -> Tensor.ofArray(3));
    assertThatThrownBy(() -> Tensor.ofArray(new long[] {1L << 40}))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void rows_of_a_matrix_must_be_equally_long() {
    assertThatThrownBy(() -> Tensor.matrix(new float[] {1, 2}, new float[] {3}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("row 1 has 1 elements, row 0 has 2");
  }

  // Looking

  @Test
  void elements_by_position_and_by_place() {
    assertThat(X.at(4)).isEqualTo(0.5f);
    assertThat(X.at(1, 1)).isEqualTo(0.5f);
    assertThat(CUBE.at(1, 0, 2)).isEqualTo(8);
    assertThat(Tensor.scalar(3).item()).isEqualTo(3);
  }

  @Test
  void places_must_fit_the_shape() {
    assertThatThrownBy(() -> X.at(1, 2, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("at() needs an index for each axis of (2, 3), got 3");
    assertThatThrownBy(() -> X.at(0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index 3 is out of bounds for axis 1 of a tensor with shape (2, 3)");
    assertThatThrownBy(() -> X.at(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(X::item).isInstanceOf(ShapeException.class);
  }

  @Test
  void integers_have_no_floats_and_floats_no_integers() {
    assertThatThrownBy(INTS::floats).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(X::ints).isInstanceOf(IllegalStateException.class);
    assertThat(INTS.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void cast_truncates_to_int_and_asks_for_zero_as_truth() {
    assertThat(X.cast(DType.INT32)).isEqualTo(ints(Shape.of(2, 3), 1, -2, 3, 4, 0, -6));
    assertThat(Tensor.vector(0f, -0.5f).cast(DType.BOOL))
        .isEqualTo(Tensor.ofBools(Shape.of(2), 0, 1));
    assertThat(INTS.cast(DType.FLOAT32).floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(X.cast(DType.FLOAT32)).isSameAs(X);
  }

  // Pieces

  @Test
  void rows_and_slices() {
    assertThat(INTS.rows(1, 2)).isEqualTo(ints(Shape.of(1, 3), 4, 5, 6));
    assertThat(INTS.rows(new int[] {1, 0, 1}))
        .isEqualTo(ints(Shape.of(3, 3), 4, 5, 6, 1, 2, 3, 4, 5, 6));
    assertThat(INTS.row(1)).isEqualTo(ints(Shape.of(3), 4, 5, 6));
    assertThat(INTS.slice(1, 1, 2)).isEqualTo(ints(Shape.of(2, 2), 2, 3, 5, 6));
    assertThat(CUBE.slice(-2, 1, 1)).isEqualTo(ints(Shape.of(2, 1, 3), 3, 4, 5, 9, 10, 11));
    assertThat(X.slice(0, 2, 0).shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void slices_stay_inside() {
    assertThatThrownBy(() -> X.slice(1, 2, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("slice of 2 positions from 2 exceeds axis 1 of (2, 3)");
    assertThatThrownBy(() -> X.slice(1, -1, 2)).isInstanceOf(ShapeException.class);
  }

  @Test
  void concatenate_and_stack() {
    assertThat(Tensor.concatenate(List.of(INTS, INTS.rows(0, 1)), 0))
        .isEqualTo(ints(Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 1, 2, 3));
    assertThat(Tensor.concatenate(List.of(INTS, INTS.slice(1, 0, 1)), -1))
        .isEqualTo(ints(Shape.of(2, 4), 1, 2, 3, 1, 4, 5, 6, 4));
    Tensor a = Tensor.vector(1, 2);
    Tensor b = Tensor.vector(3, 4);
    assertThat(Tensor.stack(List.of(a, b), 0)).isEqualTo(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    assertThat(Tensor.stack(List.of(a, b), -1)).isEqualTo(Tensor.of(Shape.of(2, 2), 1, 3, 2, 4));
  }

  @Test
  void parts_must_fit() {
    assertThatThrownBy(() -> Tensor.concatenate(List.of(X, X.slice(1, 0, 2)), 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "concatenate along axis 0: expected all tensors like float32(2, 3) except for this "
                + "axis, got float32(2, 2)");
    assertThatThrownBy(() -> Tensor.concatenate(List.of(X, INTS), 0))
        .isInstanceOf(ShapeException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> Tensor.concatenate(List.of(), 0));
  }

  // Arithmetic

  @Test
  void arithmetic_broadcasts() {
    Tensor row = Tensor.vector(1, 2, 4);
    Tensor column = Tensor.of(Shape.of(2, 1), 10, 20);
    assertThat(X.plus(row)).isEqualTo(Tensor.of(Shape.of(2, 3), 2, 0, 7, 5, 2.5f, -2));
    assertThat(X.minus(column)).isEqualTo(Tensor.of(Shape.of(2, 3), -9, -12, -7, -16, -19.5f, -26));
    assertThat(X.times(X)).isEqualTo(Tensor.of(Shape.of(2, 3), 1, 4, 9, 16, 0.25f, 36));
    assertThat(X.dividedBy(row))
        .isEqualTo(Tensor.of(Shape.of(2, 3), 1, -1, 0.75f, 4, 0.25f, -1.5f));
    assertThat(row.plus(column)).isEqualTo(Tensor.of(Shape.of(2, 3), 11, 12, 14, 21, 22, 24));
    assertThat(CUBE.plus(INTS.slice(1, 0, 1)))
        .isEqualTo(ints(Shape.of(2, 2, 3), 1, 2, 3, 7, 8, 9, 7, 8, 9, 13, 14, 15));
  }

  @Test
  void arithmetic_with_a_number() {
    assertThat(X.times(2).plus(1).minus(3))
        .isEqualTo(Tensor.of(Shape.of(2, 3), 0, -6, 4, 6, -1, -14));
    assertThat(X.dividedBy(2).at(1, 2)).isEqualTo(-3);
  }

  @Test
  void whole_numbers_stay_whole_but_for_quotients() {
    assertThat(INTS.plus(INTS)).isEqualTo(ints(Shape.of(2, 3), 2, 4, 6, 8, 10, 12));
    assertThat(INTS.times(3).dtype()).isEqualTo(DType.INT32);
    assertThat(INTS.times(0.5f)).isEqualTo(Tensor.of(Shape.of(2, 3), 0.5f, 1, 1.5f, 2, 2.5f, 3));
    assertThat(INTS.dividedBy(2)).isEqualTo(Tensor.of(Shape.of(2, 3), 0.5f, 1, 1.5f, 2, 2.5f, 3));
    assertThat(INTS.plus(X).dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void shapes_must_broadcast() {
    assertThatThrownBy(() -> X.plus(Tensor.vector(1, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("shapes (2, 3) and (2,) do not broadcast together");
  }

  @Test
  void sums_are_exact_beyond_floats() {
    assertThat(Tensor.vector(1 << 24, 1, 1).sum()).isEqualTo((1 << 24) + 2);
    assertThat(X.mean()).isEqualTo(0.5 / 6);
    assertThat(Tensor.zeros(Shape.of(0)).mean()).isNaN();
  }

  @Test
  void positions_of_the_largest() {
    assertThat(X.argMax()).isEqualTo(3);
    assertThat(X.argMax(0)).isEqualTo(ints(Shape.of(3), 1, 1, 0));
    assertThat(X.argMax(-1)).isEqualTo(ints(Shape.of(2), 2, 0));
    assertThat(CUBE.argMax(1)).isEqualTo(ints(Shape.of(2, 3), 1, 1, 1, 1, 1, 1));
    assertThat(Tensor.vector(1, Float.NaN, 2, Float.NaN).argMax()).isEqualTo(1);
    assertThat(Tensor.vector(7, 7).argMax()).isZero();
    assertThatThrownBy(() -> Tensor.zeros(Shape.of(2, 0)).argMax(1))
        .isInstanceOf(ShapeException.class);
  }

  // Identity and text

  @Test
  void equality_is_of_type_shape_and_elements() {
    assertThat(Tensor.vector(1, 2))
        .isEqualTo(Tensor.vector(1, 2))
        .hasSameHashCodeAs(Tensor.vector(1, 2));
    assertThat(Tensor.vector(1, 2)).isNotEqualTo(Tensor.vectorOfInts(1, 2));
    assertThat(Tensor.vector(1, 0)).isNotEqualTo(Tensor.ofBools(Shape.of(2), 1, 0));
    assertThat(Tensor.vector(1, 2)).isNotEqualTo(Tensor.of(Shape.of(1, 2), 1, 2));
  }

  @Test
  void prints_shape_and_elements_in_aligned_columns() {
    assertThat(X)
        .hasToString(
            """
            float32(2, 3)
            [[ 1.0, -2.0,  3.0],
             [ 4.0,  0.5, -6.0]]""");
    assertThat(CUBE)
        .hasToString(
            """
            int32(2, 2, 3)
            [[[ 0,  1,  2],
              [ 3,  4,  5]],

             [[ 6,  7,  8],
              [ 9, 10, 11]]]""");
    assertThat(Tensor.vector(1, 2.25f)).hasToString("float32(2,) [1.00, 2.25]");
    assertThat(Tensor.scalar(3)).hasToString("float32() 3.0");
    assertThat(Tensor.ofBools(Shape.of(2), 1, 0)).hasToString("bool(2,) [ true, false]");
    assertThat(Tensor.zeros(Shape.of(0, 3))).hasToString("float32(0, 3) []");
  }

  @Test
  void prints_six_decimals_at_most_or_exponents() {
    assertThat(Tensor.vector(1 / 3f, 2)).hasToString("float32(2,) [0.333333, 2.000000]");
    assertThat(Tensor.vector(1e-7f, -2)).hasToString("float32(2,) [ 1.00000e-07, -2.00000e+00]");
    assertThat(Tensor.vector(Float.NaN, 1, Float.NEGATIVE_INFINITY))
        .hasToString("float32(3,) [ nan,  1.0, -inf]");
  }

  @Test
  void leaves_out_the_middle_of_large_tensors() {
    int[] data = new int[101];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    assertThat(Tensor.vectorOfInts(data))
        .hasToString("int32(101,) [  0,   1,   2, ...,  98,  99, 100]");
    assertThat(Tensor.ofInts(Shape.of(50, 3), new int[150]))
        .hasToString(
            """
            int32(50, 3)
            [[0, 0, 0],
             [0, 0, 0],
             [0, 0, 0],
             ...,
             [0, 0, 0],
             [0, 0, 0],
             [0, 0, 0]]""");
  }
}
