// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Numbers computed by hand, or with the JDK's own functions. */
class ValueTest {
  private static final Tensor X = Tensor.matrix(new float[][] {{1, -2, 3}, {4, 0.5f, -6}});

  private static Tensor of(UnaryOperator<Value> f) {
    return Evaluate.of(in -> f.apply(in.get(0)), X);
  }

  private static void same(Tensor actual, float[]... rows) {
    TensorAssert.assertClose(actual, Tensor.matrix(rows), 1e-6, 1e-6);
  }

  private static void same(Tensor actual, Shape shape, float... elements) {
    TensorAssert.assertClose(actual, Tensor.of(shape, elements), 1e-6, 1e-6);
  }

  @Test
  void arithmetic_broadcasts_and_reads_from_left_to_right() {
    Tensor row = Tensor.vector(1, 2, 4);
    same(
        Evaluate.of(in -> in.get(0).times(in.get(1)).plus(1), X, row),
        new float[] {2, -3, 13},
        new float[] {5, 2, -23});
    same(
        Evaluate.of(in -> in.get(0).minus(in.get(1)).plus(in.get(1)), X, row),
        new float[] {1, -2, 3},
        new float[] {4, 0.5f, -6});
    same(
        Evaluate.of(in -> in.get(0).dividedBy(in.get(1)), X, row),
        new float[] {1, -1, 0.75f},
        new float[] {4, 0.25f, -1.5f});
    same(
        of(x -> x.minus(1).times(2).dividedBy(4)),
        new float[] {0, -1.5f, 1},
        new float[] {1.5f, -0.25f, -3.5f});
  }

  @Test
  void powers() {
    same(of(x -> x.abs().pow(3)), new float[] {1, 8, 27}, new float[] {64, 0.125f, 216});
    same(
        Evaluate.of(in -> in.get(0).pow(in.get(1)), Tensor.vector(2, 4), Tensor.vector(3, 0.5f)),
        Shape.of(2),
        8,
        2);
  }

  @Test
  void functions_of_each_element() {
    same(of(Value::negate), new float[] {-1, 2, -3}, new float[] {-4, -0.5f, 6});
    same(of(Value::abs), new float[] {1, 2, 3}, new float[] {4, 0.5f, 6});
    same(of(Value::square), new float[] {1, 4, 9}, new float[] {16, 0.25f, 36});
    same(of(Value::relu), new float[] {1, 0, 3}, new float[] {4, 0.5f, 0});
    same(of(x -> x.clip(-1, 2)), new float[] {1, -1, 2}, new float[] {2, 0.5f, -1});
    Tensor y = Tensor.vector(0.25f, 4);
    same(Evaluate.of(in -> in.get(0).sqrt(), y), Shape.of(2), 0.5f, 2);
    same(Evaluate.of(in -> in.get(0).exp(), y), Shape.of(2), exp(0.25), exp(4));
    same(Evaluate.of(in -> in.get(0).log(), y), Shape.of(2), (float) Math.log(0.25), log(4));
    same(Evaluate.of(in -> in.get(0).tanh(), y), Shape.of(2), tanh(0.25), tanh(4));
    same(
        Evaluate.of(in -> in.get(0).sigmoid(), y),
        Shape.of(2),
        1 / (1 + exp(-0.25)),
        1 / (1 + exp(-4)));
  }

  private static float exp(double x) {
    return (float) Math.exp(x);
  }

  private static float log(double x) {
    return (float) Math.log(x);
  }

  private static float tanh(double x) {
    return (float) Math.tanh(x);
  }

  @Test
  void cast_truncates() {
    assertThat(of(x -> x.cast(DType.INT32)))
        .isEqualTo(Tensor.ofInts(Shape.of(2, 3), 1, -2, 3, 4, 0, -6));
  }

  @Test
  void reductions_over_all_axes_or_some() {
    same(of(x -> x.sum()), Shape.scalar(), 0.5f);
    same(of(x -> x.sum(0)), Shape.of(3), 5, -1.5f, -3);
    same(of(x -> x.sum(true, -1)), Shape.of(2, 1), 2, -1.5f);
    same(of(x -> x.mean(0)), Shape.of(3), 2.5f, -0.75f, -1.5f);
    same(of(x -> x.mean(true, 1)), Shape.of(2, 1), 2 / 3f, -0.5f);
    same(of(x -> x.max()), Shape.scalar(), 4);
    same(of(x -> x.max(true, 1)), Shape.of(2, 1), 3, 4);
    same(of(x -> x.min(1)), Shape.of(2), -2, -6);
    same(of(x -> x.min(true)), Shape.of(1, 1), -6);
  }

  @Test
  void matrix_product() {
    same(of(x -> x.matmul(x.transpose())), new float[] {14, -15}, new float[] {-15, 52.25f});
  }

  @Test
  void shapes() {
    same(
        of(x -> x.reshape(3, -1)), new float[] {1, -2}, new float[] {3, 4}, new float[] {0.5f, -6});
    same(
        of(x -> x.transpose(1, 0)),
        new float[] {1, 4},
        new float[] {-2, 0.5f},
        new float[] {3, -6});
    same(of(x -> x.slice(1, 1, 2)), new float[] {-2, 3}, new float[] {0.5f, -6});
    assertThat(of(x -> x.expandDims(-1)).shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(of(x -> x.expandDims(0).squeeze(0)).shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void transpose_without_an_order_reverses_all_axes() {
    Value x = Ops.input("x", Shape.of(2, 3, 4));
    assertThat(x.transpose().shape()).isEqualTo(Shape.of(4, 3, 2));
    assertThat(Ops.input("n", Shape.of(5)).transpose().shape()).isEqualTo(Shape.of(5));
  }
}
