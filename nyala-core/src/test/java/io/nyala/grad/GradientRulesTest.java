// SPDX-License-Identifier: Apache-2.0
package io.nyala.grad;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.ops.AttentionOp;
import io.nyala.ops.BatchNorm;
import io.nyala.ops.BatchNormGradient;
import io.nyala.ops.BatchNormPooling;
import io.nyala.ops.BatchNormPoolingGradient;
import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.DenseOp;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.DepthwiseInputGradient;
import io.nyala.ops.DepthwiseKernelGradient;
import io.nyala.ops.LayerNorm;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.Primitive;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientRulesTest {
  private final SplittableRandom random = new SplittableRandom(7);

  private Tensor normal(int... dims) {
    return GradientCheck.normal(Shape.of(dims), random);
  }

  /** Numbers in (low, high), away from the ends. */
  private Tensor between(double low, double high, int... dims) {
    Tensor t = Tensor.zeros(Shape.of(dims));
    for (int i = 0; i < t.size(); i++) {
      t.floats()[i] = (float) random.nextDouble(low, high);
    }
    return t;
  }

  private static void check(Function<List<Value>, Value> f, Tensor... at) {
    GradientCheck.check(f, at);
  }

  @ParameterizedTest
  @EnumSource(UnaryKind.class)
  void unary(UnaryKind kind) {
    Tensor x =
        switch (kind) {
          case SQRT, RSQRT, LOG, LOG1P, RECIPROCAL -> between(0.3, 3, 5, 3);
          default -> {
            Tensor t = between(0.1, 0.4, 5, 3);
            for (int i = 0; i < t.size(); i += 2) {
              t.floats()[i] *= -3;
            }
            yield t;
          }
        };
    check(in -> Ops.cast(Node.apply(new Primitive.Unary(kind), in.get(0)), DType.FLOAT32), x);
  }

  @ParameterizedTest
  @EnumSource(BinaryKind.class)
  void binary(BinaryKind kind) {
    Tensor a = between(0.3, 2, 4, 3);
    Tensor b = between(2.1, 3, 3);
    Primitive op = new Primitive.Binary(kind);
    check(in -> Ops.cast(Node.apply(op, in.get(0), in.get(1)), DType.FLOAT32), a, b);
    check(in -> Ops.cast(Node.apply(op, in.get(1), in.get(0)), DType.FLOAT32), a, b);
  }

  @Test
  void broadcast_operands_collect_the_sum() {
    check(in -> Ops.multiply(in.get(0), in.get(1)), normal(2, 1, 3), normal(4, 1));
    check(in -> Ops.broadcastTo(in.get(0), Shape.of(2, 3, 4)), normal(3, 1));
  }

  @Test
  void select_and_clip() {
    check(
        in -> Ops.where(Ops.greater(in.get(0), 0), in.get(1), in.get(2)),
        normal(3, 4),
        normal(4),
        normal(3, 4));
    check(in -> Ops.clip(in.get(0), -0.5f, 0.5f), normal(3, 4));
  }

  @Test
  void reductions() {
    for (int[] axes : new int[][] {{}, {0}, {1}, {-1}, {0, 2}}) {
      check(in -> Ops.sum(in.get(0), false, axes), normal(2, 3, 4));
      check(in -> Ops.mean(in.get(0), true, axes), normal(2, 3, 4));
      check(in -> Ops.max(in.get(0), false, axes), normal(2, 3, 4));
      check(in -> Ops.min(in.get(0), true, axes), normal(2, 3, 4));
      check(in -> Ops.prod(in.get(0), false, axes), between(0.5, 1.5, 2, 3, 4));
      check(in -> Ops.variance(in.get(0), false, axes), normal(2, 3, 4));
      check(in -> Ops.logSumExp(in.get(0), false, axes), normal(2, 3, 4));
    }
  }

  @Test
  void products_may_have_zeros() {
    Tensor x = Tensor.matrix(new float[][] {{2, 0, -3}, {0, 0, 5}, {1, 2, 4}});
    check(in -> Ops.prod(in.get(0), false, 1), x);
    check(in -> Ops.prod(in.get(0), true, 0), x);
  }

  @Test
  void matmul_in_all_orientations_and_batched() {
    check(in -> Ops.matmul(in.get(0), in.get(1)), normal(3, 4), normal(4, 2));
    check(in -> Ops.matmul(in.get(0), in.get(1), true, false), normal(4, 3), normal(4, 2));
    check(in -> Ops.matmul(in.get(0), in.get(1), false, true), normal(3, 4), normal(2, 4));
    check(in -> Ops.matmul(in.get(0), in.get(1), true, true), normal(4, 3), normal(2, 4));
    check(in -> Ops.matmul(in.get(0), in.get(1)), normal(2, 3, 4), normal(4, 2));
    check(in -> Ops.matmul(in.get(0), in.get(1), true, true), normal(2, 1, 4, 3), normal(3, 2, 4));
  }

  @Test
  void movements() {
    check(in -> Ops.transpose(in.get(0), 2, 0, 1), normal(2, 3, 4));
    check(in -> Ops.reshape(in.get(0), Shape.of(4, -1)), normal(2, 3, 4));
    check(in -> Ops.slice(in.get(0), 1, 1, 2), normal(2, 5));
    check(in -> Ops.slice(in.get(0), 1, 1, 2, 2), normal(2, 6));
    check(in -> Ops.slice(in.get(0), 1, 5, 3, -2), normal(2, 6));
    check(in -> Ops.flip(in.get(0), 0), normal(3, 2));
    check(in -> Ops.pad(in.get(0), 1, 2, 1, 3), normal(2, 3));
    check(in -> Ops.concatenate(in, 1), normal(2, 3), normal(2, 1), normal(2, 2));
    check(in -> Ops.stack(in, 0), normal(2, 3), normal(2, 3));
    check(in -> Ops.repeat(in.get(0), 1, 3), normal(2, 3));
    check(in -> Ops.tile(in.get(0), 0, 2), normal(2, 3));
  }

  @Test
  void gather_adds_up_repeated_rows() {
    Tensor index = Tensor.ofInts(Shape.of(2, 2), 1, 0, 1, 3);
    check(in -> Ops.gather(in.get(0), in.get(1)), normal(4, 3), index);
    check(in -> Ops.take(in.get(0), in.get(1), 1), normal(2, 4, 3), index);
    check(
        in -> Node.apply(new Primitive.ScatterAdd(4), in.get(0), in.get(1)),
        normal(2, 2, 3),
        index);
  }

  @ParameterizedTest
  @EnumSource(FusedActivation.class)
  void dense(FusedActivation activation) {
    DenseOp op = new DenseOp(activation);
    GradientCheck.checkAll(
        in -> Node.apply(op, in), List.of(normal(3, 4), normal(4, 2), normal(2)));
    GradientCheck.checkAll(in -> Node.apply(op, in), List.of(normal(2, 3, 4), normal(4, 2)));
  }

  @Test
  void softmax_family() {
    check(in -> Ops.softmax(in.get(0), -1), normal(3, 4));
    check(in -> Ops.softmax(in.get(0), 0), normal(3, 4));
    check(in -> Ops.logSoftmax(in.get(0), -1), normal(2, 3, 4));
    check(in -> Ops.softmaxCrossEntropy(in.get(0), in.get(1)), normal(3, 4), between(0, 1, 3, 4));
  }

  @Test
  void normalisations() {
    BatchNorm batch = new BatchNorm(1e-3f);
    List<Tensor> operands = List.of(normal(5, 3), normal(3), normal(3));
    GradientCheck.checkAll(in -> Node.apply(batch, in).subList(0, 1), operands);
    GradientCheck.checkAll(in -> Node.apply(batch, in), operands);
    GradientCheck.checkAll(
        in -> Node.apply(batch, in).subList(0, 1), List.of(normal(2, 3, 2), normal(2), normal(2)));
    LayerNorm layer = new LayerNorm(1e-3f);
    GradientCheck.checkAll(in -> Node.apply(layer, in).subList(0, 1), operands);
    GradientCheck.checkAll(in -> Node.apply(layer, in), operands);
    GradientCheck.checkAll(
        in -> Node.apply(new BatchNormGradient(1e-3f), in),
        List.of(normal(5, 3), normal(3), normal(3), between(0.5, 2, 3), normal(5, 3)));
    Window pairs = window(2, 2, 1, 0, 0);
    List<Tensor> images = List.of(normal(2, 4, 5, 2), normal(2), normal(2));
    GradientCheck.checkAll(in -> Node.apply(new BatchNormPooling(1e-3f, pairs), in), images);
    GradientCheck.checkAll(
        in -> {
          List<Value> y = Node.apply(new BatchNormPooling(1e-3f, pairs), in.subList(0, 3));
          List<Value> all = new ArrayList<>(in.subList(0, 3));
          all.addAll(List.of(y.get(1), y.get(2), in.get(3)));
          return Node.apply(new BatchNormPoolingGradient(1e-3f, pairs), all);
        },
        List.of(images.get(0), images.get(1), images.get(2), normal(2, 2, 2, 2)));
    GradientCheck.checkAll(
        in -> Node.apply(new LayerNorm.Gradient(), in),
        List.of(normal(5, 3), normal(3), normal(5), between(0.5, 2, 5), normal(5, 3)));
  }

  @Test
  void attention() {
    Value mask =
        Ops.cast(
            Ops.constant(Tensor.of(Shape.of(1, 3, 4), 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0)),
            DType.BOOL);
    List<Tensor> at = List.of(normal(2, 3, 4, 2), normal(2, 4, 2, 2), normal(2, 4, 2, 3));
    for (boolean causal : new boolean[] {false, true}) {
      for (boolean zeroMasked : new boolean[] {false, true}) {
        AttentionOp op = new AttentionOp(0.7f, causal, 0, zeroMasked, 1);
        GradientCheck.checkAll(in -> Node.apply(op, with(in, mask)), at);
        GradientCheck.checkAll(
            in -> {
              List<Value> operands = with(in.subList(0, 3), mask);
              operands.add(in.get(3));
              return Node.apply(new AttentionOp.Gradient(op), operands);
            },
            List.of(at.get(0), at.get(1), at.get(2), normal(2, 3, 4, 3)));
      }
    }
  }

  private static List<Value> with(List<Value> in, Value last) {
    List<Value> operands = new ArrayList<>(in);
    operands.add(last);
    return operands;
  }

  @ParameterizedTest
  @EnumSource(Recurrence.Cell.class)
  void recurrences(Recurrence.Cell cell) {
    int u = 2;
    List<Tensor> at =
        new ArrayList<>(
            List.of(normal(2, 3, u * cell.gates()), normal(u, u * cell.gates()), normal(2, u)));
    if (cell.hasCellState()) {
      at.add(normal(2, u));
    }
    if (cell.hasRecurrentBias()) {
      at.add(normal(3 * u));
    }
    Value mask =
        Ops.cast(Ops.constant(Tensor.matrix(new float[][] {{1, 0, 1}, {0, 1, 1}})), DType.BOOL);
    for (boolean masked : new boolean[] {false, true}) {
      Recurrence op = new Recurrence(cell, FusedActivation.TANH, masked);
      UnaryOperator<List<Value>> run =
          in -> {
            List<Value> operands = new ArrayList<>(in);
            if (masked) {
              operands.add(mask);
            }
            return Node.apply(op, operands);
          };
      GradientCheck.checkAll(in -> run.apply(in).subList(0, 2), at);
      check(in -> run.apply(in).get(cell.hasCellState() ? 3 : 1), at.toArray(Tensor[]::new));
      // All results, with what is saved for the gradient, which goes through the decomposition.
      GradientCheck.checkAll(run::apply, at);
    }
  }

  private static Window window(int size, int stride, int dilation, int before, int after) {
    return new Window(
        List.of(size, size),
        List.of(stride, stride),
        List.of(dilation, dilation),
        List.of(before, before),
        List.of(after, after));
  }

  @Test
  void convolutions_and_pooling() {
    Op plain = new Convolution(window(3, 2, 1, 0, 1), 1, FusedActivation.TANH);
    GradientCheck.checkAll(
        in -> Node.apply(plain, in), List.of(normal(2, 6, 6, 2), normal(3, 3, 2, 4), normal(4)));
    Op grouped = new Convolution(window(2, 1, 2, 1, 1), 2, FusedActivation.LINEAR);
    GradientCheck.checkAll(
        in -> Node.apply(grouped, in), List.of(normal(2, 5, 5, 4), normal(2, 2, 2, 6)));
    Window strided = window(3, 2, 1, 0, 1);
    GradientCheck.checkAll(
        in -> Node.apply(new ConvolutionInputGradient(strided, 2, Shape.of(2, 6, 6, 4)), in),
        List.of(normal(3, 3, 2, 6), normal(2, 3, 3, 6)));
    GradientCheck.checkAll(
        in -> Node.apply(new ConvolutionKernelGradient(strided, 2), in),
        List.of(normal(2, 6, 6, 4), normal(2, 3, 3, 6)));
    GradientCheck.checkAll(
        in -> Node.apply(new ConvolutionKernelGradient(strided, 1), in).subList(1, 2),
        List.of(normal(2, 6, 6, 4), normal(2, 3, 3, 6)));
    Op depthwise = new DepthwiseConvolution(window(3, 1, 1, 1, 1));
    GradientCheck.checkAll(
        in -> Node.apply(depthwise, in), List.of(normal(2, 4, 4, 3), normal(3, 3, 3, 2)));
    GradientCheck.checkAll(
        in -> Node.apply(new DepthwiseInputGradient(strided, Shape.of(2, 6, 6, 3)), in),
        List.of(normal(3, 3, 3, 2), normal(2, 3, 3, 6)));
    GradientCheck.checkAll(
        in -> Node.apply(new DepthwiseKernelGradient(strided), in),
        List.of(normal(2, 6, 6, 3), normal(2, 3, 3, 6)));
    for (boolean max : new boolean[] {true, false}) {
      Op pooling = new Pooling(window(3, 2, 1, 0, 1), max);
      check(in -> Node.apply(pooling, in.get(0)), normal(2, 6, 6, 2));
    }
  }

  @Test
  void dropout_uses_the_same_mask_both_ways() {
    check(in -> Ops.dropout(in.get(0), 0.4f, 99), normal(4, 5));
  }

  @Test
  void gradients_of_gradients() {
    check(
        in -> {
          Value y = Ops.sum(Ops.tanh(Ops.multiply(in.get(0), in.get(0))));
          return Gradients.of(y, in).get(0);
        },
        normal(3));
  }

  @Test
  void a_wrong_rule_is_found() {
    // The identity forward with the gradient of a half: stopGradient hides the other half.
    assertThatThrownBy(
            () ->
                check(
                    in ->
                        Ops.add(
                            Ops.multiply(in.get(0), 0.5f),
                            Ops.stopGradient(Ops.multiply(in.get(0), 0.5f))),
                    normal(3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("operand 0, element 0");
  }
}
