// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.testing.GradientCheck;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sorting, positions and segments: literals are what NumPy gives. */
class IndexOpsTest {
  private static final float NAN = Float.NaN;
  private static final Tensor X = Tensor.matrix(new float[][] {{3, 1, 2}, {-1, 5, -1}});

  private static Tensor normal(int... dims) {
    return GradientCheck.normal(Shape.of(dims), new SplittableRandom(3));
  }

  private static Tensor ints(Shape shape, int... data) {
    return Tensor.ofInts(shape, data);
  }

  // Order

  @Test
  void sorts_each_axis() {
    assertThat(Evaluate.of(in -> Ops.sort(in.get(0), -1), X))
        .isEqualTo(Tensor.matrix(new float[][] {{1, 2, 3}, {-1, -1, 5}}));
    assertThat(Evaluate.of(in -> Ops.sort(in.get(0), 0), X))
        .isEqualTo(Tensor.matrix(new float[][] {{-1, 1, -1}, {3, 5, 2}}));
    assertThat(Evaluate.of(in -> Ops.sort(in.get(0), 1, true), X))
        .isEqualTo(Tensor.matrix(new float[][] {{3, 2, 1}, {5, -1, -1}}));
  }

  @Test
  void equal_elements_keep_their_order_both_ways() {
    assertThat(Evaluate.of(in -> Ops.argSort(in.get(0), 1), X))
        .isEqualTo(ints(Shape.of(2, 3), 1, 2, 0, 0, 2, 1));
    assertThat(Evaluate.of(in -> Ops.argSort(in.get(0), 1, true), X))
        .isEqualTo(ints(Shape.of(2, 3), 0, 2, 1, 1, 0, 2));
    Tensor zeros = Tensor.vector(0f, -0f, 0f);
    assertThat(Evaluate.of(in -> Ops.argSort(in.get(0), 0), zeros))
        .isEqualTo(ints(Shape.of(3), 0, 1, 2));
  }

  @Test
  void nan_counts_as_largest() {
    Tensor x = Tensor.vector(2, NAN, Float.POSITIVE_INFINITY, -1, NAN, Float.NEGATIVE_INFINITY);
    assertThat(Evaluate.of(in -> Ops.argSort(in.get(0), 0), x))
        .isEqualTo(ints(Shape.of(6), 5, 3, 0, 2, 1, 4));
    assertThat(Evaluate.of(in -> Ops.argSort(in.get(0), 0, true), x))
        .isEqualTo(ints(Shape.of(6), 1, 4, 2, 0, 3, 5));
  }

  @Test
  void integers_sort_as_integers() {
    Tensor x = Tensor.vectorOfInts(7, -3, Integer.MAX_VALUE, 0, Integer.MIN_VALUE, -2);
    assertThat(Evaluate.of(in -> Ops.argSort(in.get(0), 0), x))
        .isEqualTo(ints(Shape.of(6), 4, 1, 5, 3, 0, 2));
    // 2^31-1 is no float, so the oracle and the processor are asked in positions only.
    Tensor small = Tensor.vectorOfInts(7, -3, 0);
    assertThat(Evaluate.of(in -> Ops.sort(in.get(0), 0), small))
        .isEqualTo(Tensor.vectorOfInts(-3, 0, 7));
  }

  /** Short lines are sorted in another way than long ones; the oracle says which is where. */
  @Test
  void sorts_lines_of_any_length() {
    SplittableRandom random = new SplittableRandom(5);
    for (int n : new int[] {0, 1, 2, 9, 47, 48, 49, 100, 257, 1000}) {
      float[] data = new float[3 * n];
      for (int i = 0; i < data.length; i++) {
        data[i] = random.nextInt(20) - 10 + (i % 3 == 0 ? 0 : random.nextFloat());
      }
      List<Tensor> y =
          Evaluate.all(
              in ->
                  List.of(
                      Ops.sort(in.get(0), -1),
                      Ops.argSort(in.get(0), -1),
                      Ops.argSort(in.get(0), -1, true)),
              Tensor.of(Shape.of(3, n), data));
      for (int row = 0; row < 3; row++) {
        float[] line = Arrays.copyOfRange(data, row * n, row * n + n);
        Arrays.sort(line);
        assertThat(y.get(0).row(row).floats()).containsExactly(line);
      }
    }
  }

  @Test
  void long_lines_of_integers_sort_as_integers() {
    SplittableRandom random = new SplittableRandom(6);
    int[] data = random.ints(300, -1000, 1000).toArray();
    int[] sorted = data.clone();
    Arrays.sort(sorted);
    assertThat(Evaluate.of(in -> Ops.sort(in.get(0), 0), Tensor.vectorOfInts(data)))
        .isEqualTo(Tensor.vectorOfInts(sorted));
  }

  @Test
  void top_k() {
    List<Tensor> top = Evaluate.all(in -> Ops.topK(in.get(0), 2), X);
    assertThat(top.get(0)).isEqualTo(Tensor.matrix(new float[][] {{3, 2}, {5, -1}}));
    assertThat(top.get(1)).isEqualTo(ints(Shape.of(2, 2), 0, 2, 1, 0));
    assertThatThrownBy(() -> Ops.topK(Ops.input("x", Shape.of(2, 3)), 4))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void order_has_gradients() {
    GradientCheck.check(in -> Ops.sort(in.get(0), 1), normal(3, 4));
    GradientCheck.check(in -> Ops.sort(in.get(0), 0, true), normal(3, 4));
    GradientCheck.check(in -> Ops.topK(in.get(0), 2).get(0), normal(3, 4));
  }

  // Positions

  @Test
  void takes_along_an_axis() {
    Tensor at = ints(Shape.of(2, 2), 2, 0, 1, 1);
    assertThat(Evaluate.of(in -> Ops.takeAlong(in.get(0), in.get(1), 1), X, at))
        .isEqualTo(Tensor.matrix(new float[][] {{2, 3}, {5, 5}}));
    Tensor rows = ints(Shape.of(1, 3), 1, 0, 1);
    assertThat(Evaluate.of(in -> Ops.takeAlong(in.get(0), in.get(1), 0), X, rows))
        .isEqualTo(Tensor.matrix(new float[][] {{-1, 1, -1}}));
  }

  @Test
  void lines_broadcast() {
    Tensor at = ints(Shape.of(1, 2), 2, 0);
    assertThat(Evaluate.of(in -> Ops.takeAlong(in.get(0), in.get(1), 1), X, at))
        .isEqualTo(Tensor.matrix(new float[][] {{2, 3}, {-1, -1}}));
    Tensor line = Tensor.of(Shape.of(1, 3), 7, 8, 9);
    Tensor two = ints(Shape.of(2, 1), 2, 1);
    assertThat(Evaluate.of(in -> Ops.takeAlong(in.get(0), in.get(1), 1), line, two))
        .isEqualTo(Tensor.matrix(new float[][] {{9}, {8}}));
  }

  @Test
  void taking_along_an_axis_has_a_gradient_of_all_orders() {
    Tensor at = ints(Shape.of(3, 2), 1, 1, 3, 0, 2, 2);
    GradientCheck.check(in -> Ops.takeAlong(in.get(0), in.get(1), 1), normal(3, 4), at);
    GradientCheck.check(in -> Ops.takeAlong(in.get(0), in.get(1), 0), normal(4, 2), at);
    GradientCheck.check(
        in -> Node.apply(new AlongAxis.ScatterAdd(5), in.get(0), in.get(1)), normal(3, 2), at);
  }

  @Test
  void positions_must_be_inside_and_int32() {
    Tensor at = ints(Shape.of(2, 1), 0, 3);
    assertThatThrownBy(() -> Evaluate.of(in -> Ops.takeAlong(in.get(0), in.get(1), 1), X, at))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("takeAlong: index 3 at position 1 is outside [0, 3)");
    Value x = Ops.input("x", Shape.of(2, 3));
    assertThatThrownBy(() -> Ops.takeAlong(x, x, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("takeAlong needs int32 positions, got float32(2, 3)");
    Value line = Ops.input("i", Shape.of(2), DType.INT32);
    assertThatThrownBy(() -> Ops.takeAlong(x, line, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("takeAlong: expected positions with as many axes as (2, 3), got (2,)");
  }

  @Test
  void the_batch_may_be_unknown() {
    Value x = Ops.input("x", Shape.of(Shape.UNKNOWN, 5));
    assertThat(Ops.sort(x, 1).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 5));
    assertThat(Ops.topK(x, 2).get(1).type())
        .isEqualTo(new Type(Shape.of(Shape.UNKNOWN, 2), DType.INT32));
  }

  // Writing and segments

  @Test
  void scatter_adds_up_what_meets() {
    Tensor at = Tensor.vectorOfInts(2, 0, 2);
    Tensor rows = Tensor.matrix(new float[][] {{1, 2}, {3, 4}, {10, 20}});
    assertThat(Evaluate.of(in -> Ops.scatter(in.get(0), in.get(1), 4), at, rows))
        .isEqualTo(Tensor.matrix(new float[][] {{3, 4}, {0, 0}, {11, 22}, {0, 0}}));
    Tensor x = Tensor.full(Shape.of(3, 2), 100);
    assertThat(Evaluate.of(in -> Ops.scatterAdd(in.get(0), in.get(1), in.get(2)), x, at, rows))
        .isEqualTo(Tensor.matrix(new float[][] {{103, 104}, {100, 100}, {111, 122}}));
    GradientCheck.check(
        in -> Ops.scatterAdd(in.get(0), in.get(1), in.get(2)), normal(3, 2), at, normal(3, 2));
  }

  @Test
  void segments() {
    Tensor x = Tensor.matrix(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    Tensor ids = Tensor.vectorOfInts(1, 3, 1);
    assertThat(Evaluate.of(in -> Ops.segmentSum(in.get(0), in.get(1), 4), x, ids))
        .isEqualTo(Tensor.matrix(new float[][] {{0, 0}, {6, 8}, {0, 0}, {3, 4}}));
    assertThat(Evaluate.of(in -> Ops.segmentMean(in.get(0), in.get(1), 4), x, ids))
        .isEqualTo(Tensor.matrix(new float[][] {{0, 0}, {3, 4}, {0, 0}, {3, 4}}));
    assertThat(
            Evaluate.of(
                in -> Ops.segmentMean(in.get(0), in.get(1), 2),
                Tensor.vector(1, 4),
                Tensor.vectorOfInts(0, 0)))
        .isEqualTo(Tensor.vector(2.5f, 0));
    GradientCheck.check(in -> Ops.segmentSum(in.get(0), in.get(1), 4), normal(3, 2), ids);
    GradientCheck.check(in -> Ops.segmentMean(in.get(0), in.get(1), 4), normal(3, 2), ids);
  }
}
