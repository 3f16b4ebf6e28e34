// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Literals are what NumPy gives. */
class ReductionOpsTest {
  private static final float NAN = Float.NaN;
  private static final Tensor X = Tensor.matrix(new float[][] {{1, -2, 3}, {4, 0.5f, -6}});

  private static Tensor normal(int... dims) {
    return GradientCheck.normal(Shape.of(dims), new SplittableRandom(3));
  }

  private static void same(Tensor actual, Tensor expected) {
    TensorAssert.assertClose(actual, expected, 1e-6, 1e-6);
  }

  @Test
  void running_sums_and_products() {
    same(
        Evaluate.of(in -> Ops.cumSum(in.get(0), 1), X),
        Tensor.matrix(new float[][] {{1, -1, 2}, {4, 4.5f, -1.5f}}));
    same(
        Evaluate.of(in -> Ops.cumSum(in.get(0), 0), X),
        Tensor.matrix(new float[][] {{1, -2, 3}, {5, -1.5f, -3}}));
    same(
        Evaluate.of(in -> Ops.cumProd(in.get(0), -1), X),
        Tensor.matrix(new float[][] {{1, -2, -6}, {4, 2, -12}}));
    assertThat(Evaluate.of(in -> Ops.cumSum(in.get(0), 0), Tensor.vectorOfInts(3, 1, -5, 7, 2)))
        .isEqualTo(Tensor.vectorOfInts(3, 4, -1, 6, 8));
    assertThat(Evaluate.of(in -> Ops.cumProd(in.get(0), 0), Tensor.vectorOfInts(3, 1, -5, 7, 2)))
        .isEqualTo(Tensor.vectorOfInts(3, 3, -15, -105, -210));
    same(
        Evaluate.of(in -> Ops.cumSum(in.get(0), 0), Tensor.ofBools(Shape.of(3), 1, 0, 1)),
        Tensor.vector(1, 1, 2));
  }

  @Test
  void what_is_not_finite_spreads_only_onwards() {
    same(
        Evaluate.of(in -> Ops.cumSum(in.get(0), 0), Tensor.vector(1, 2, NAN, 4, 5)),
        Tensor.vector(1, 3, NAN, NAN, NAN));
  }

  @Test
  void running_sums_of_every_length_have_gradients() {
    for (int n = 1; n <= 9; n++) {
      GradientCheck.check(in -> Ops.cumSum(in.get(0), 0), normal(n, 2));
    }
    Tensor withZeros = Tensor.vector(2, 0, -1, 0, 3);
    GradientCheck.check(in -> Ops.cumProd(in.get(0), 0), withZeros);
  }

  @Test
  void running_sums_need_a_known_extent() {
    Value x = Ops.input("x", Shape.of(Shape.UNKNOWN, 3));
    assertThat(Ops.cumSum(x, 1).shape()).isEqualTo(x.shape());
    assertThatThrownBy(() -> Ops.cumSum(x, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("cumSum: the extent of axis 0 of (?, 3) must be known");
  }

  @Test
  void standard_deviation_is_biased() {
    same(Evaluate.of(in -> Ops.std(in.get(0), false, 0), X), Tensor.vector(1.5f, 1.25f, 4.5f));
    same(
        Evaluate.of(in -> Ops.std(in.get(0), true), Tensor.vectorOfInts(2, 4, 4, 4, 5, 5, 7, 9)),
        Tensor.vector(2));
    GradientCheck.check(in -> Ops.std(in.get(0), false, 1), normal(3, 4));
  }

  @Test
  void norms() {
    Tensor x = Tensor.matrix(new float[][] {{3, -4}, {5, 12}});
    same(Evaluate.of(in -> Ops.norm(in.get(0), false, 1), x), Tensor.vector(5, 13));
    same(Evaluate.of(in -> Ops.norm(in.get(0), 1, false, 1), x), Tensor.vector(7, 17));
    same(Evaluate.of(in -> Ops.norm(in.get(0), 2, true, 1), x), Tensor.of(Shape.of(2, 1), 5, 13));
    // The cubic root of 27 + 64 and of 125 + 1728.
    same(
        Evaluate.of(in -> Ops.norm(in.get(0), 3, false, 1), x),
        Tensor.vector(Math.cbrt(91), Math.cbrt(1853)));
    same(
        Evaluate.of(in -> Ops.norm(in.get(0), Double.POSITIVE_INFINITY, false, 0), x),
        Tensor.vector(5, 12));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ops.norm(Ops.constant(1), 0.5, false))
        .withMessage("norm: order must be at least 1, got 0.5");
    for (double order : new double[] {1, 2, 3, Double.POSITIVE_INFINITY}) {
      GradientCheck.check(in -> Ops.norm(in.get(0), order, false, 1), normal(3, 4));
    }
  }

  @Test
  void log_sum_exp_does_not_overflow() {
    same(
        Evaluate.of(in -> Ops.logSumExp(in.get(0), false, 0), Tensor.vector(1000, 1000, -1000)),
        Tensor.scalar((float) (1000 + Math.log(2))));
  }

  @Test
  void extrema_of_all_elements_and_their_positions() {
    List<Tensor> y =
        Evaluate.all(
            in ->
                List.of(
                    Ops.max(in.get(0)),
                    Ops.min(in.get(0)),
                    Ops.argMax(in.get(0), 1),
                    Ops.argMin(in.get(0), 0)),
            X);
    assertThat(y)
        .containsExactly(
            Tensor.scalar(4),
            Tensor.scalar(-6),
            Tensor.vectorOfInts(2, 0),
            Tensor.vectorOfInts(0, 0, 1));
  }

  @Test
  void nan_is_the_largest_and_the_smallest() {
    Tensor x = Tensor.vector(1, NAN, 3, NAN);
    for (Tensor position :
        Evaluate.all(in -> List.of(Ops.argMax(in.get(0), 0), Ops.argMin(in.get(0), 0)), x)) {
      assertThat(position).isEqualTo(Tensor.ofInts(Shape.scalar(), 1));
    }
  }

  @Test
  void integers_are_compared_as_numbers() {
    Tensor x = Tensor.vectorOfInts(-5, -2, -9);
    assertThat(Evaluate.of(in -> Ops.argMax(in.get(0), 0), x))
        .isEqualTo(Tensor.ofInts(Shape.scalar(), 1));
    assertThat(Evaluate.of(in -> Ops.argMin(in.get(0), 0), x))
        .isEqualTo(Tensor.ofInts(Shape.scalar(), 2));
  }
}
