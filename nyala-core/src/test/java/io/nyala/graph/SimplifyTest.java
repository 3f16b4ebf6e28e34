// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.ReduceKind;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimplifyTest {
  private final Value x = Ops.input("x", Shape.of(2, 3));
  private final Value y = Ops.input("y", Shape.of(2, 3));
  private final Value row = Ops.input("row", Shape.of(3));

  private Value simple(Value v) {
    return Simplify.apply(Graph.of(List.of(x, y, row), List.of(v))).outputs().get(0);
  }

  @Test
  void neutral_elements_go() {
    Value zero = Ops.constant(0);
    Value one = Ops.constant(1);
    assertThat(simple(Ops.add(x, zero))).isSameAs(x);
    assertThat(simple(Ops.add(zero, x))).isSameAs(x);
    assertThat(simple(Ops.subtract(x, zero))).isSameAs(x);
    assertThat(simple(Ops.multiply(x, one))).isSameAs(x);
    assertThat(simple(Ops.multiply(one, x))).isSameAs(x);
    assertThat(simple(Ops.divide(x, one))).isSameAs(x);
    assertThat(simple(Ops.add(x, Ops.broadcastTo(zero, x.shape())))).isSameAs(x);
  }

  @Test
  void what_is_not_neutral_stays() {
    for (Value v :
        List.of(
            Ops.subtract(Ops.constant(0), x),
            Ops.divide(Ops.constant(1), x),
            Ops.add(x, 1),
            Ops.multiply(x, 0),
            Ops.add(row, Ops.constant(Tensor.zeros(Shape.of(2, 3)))))) {
      assertThat(simple(v)).isSameAs(v);
    }
  }

  /** Zeros that repeat the other operand make a result of another shape. */
  @Test
  void neutral_elements_that_broadcast_stay() {
    Value v = Ops.add(row, Ops.broadcastTo(Ops.constant(0), x.shape()));
    assertThat(simple(v).shape()).isEqualTo(x.shape());
    assertThat(simple(v).node().op()).isEqualTo(new Primitive.Binary(BinaryKind.ADD));
  }

  @Test
  void negations_cancel() {
    assertThat(simple(Ops.negate(Ops.negate(x)))).isSameAs(x);
    Value difference = simple(Ops.add(x, Ops.negate(y)));
    assertThat(difference.node().op()).isEqualTo(new Primitive.Binary(BinaryKind.SUBTRACT));
    assertThat(difference.node().inputs()).containsExactly(x, y);
  }

  @Test
  void what_changes_nothing_goes() {
    assertThat(simple(Ops.stopGradient(x))).isSameAs(x);
    assertThat(simple(Node.apply(new Primitive.Cast(DType.FLOAT32), x))).isSameAs(x);
    assertThat(simple(Node.apply(new Primitive.Broadcast(x.shape()), x))).isSameAs(x);
    Value bool = Ops.cast(x, DType.BOOL);
    assertThat(simple(bool)).isSameAs(bool);
  }

  @Test
  void only_the_last_reshape_counts() {
    Value flat = Ops.reshape(x, Shape.of(6));
    assertThat(simple(Ops.reshape(flat, Shape.of(2, 3)))).isSameAs(x);
    Value other = simple(Ops.reshape(flat, Shape.of(3, -1)));
    assertThat(other.node().input(0)).isSameAs(x);
    assertThat(other.node().op()).isEqualTo(new Primitive.Reshape(Shape.of(3, 2)));
  }

  @Test
  void axes_of_one_need_no_reduction() {
    Value wide = Ops.reshape(x, Shape.of(1, 2, 3, 1));
    Value sum = simple(Node.apply(new Primitive.Reduce(ReduceKind.SUM, List.of(0, 2, 3)), wide));
    assertThat(sum.node().op()).isEqualTo(new Primitive.Reduce(ReduceKind.SUM, List.of(2)));
    Value none = Node.apply(new Primitive.Reduce(ReduceKind.MAX, List.of(0, 3)), wide);
    assertThat(simple(none)).isSameAs(wide);
  }

  @Test
  void constant_factors_are_merged() {
    Value product = simple(Ops.multiply(Ops.multiply(x, 2), 3));
    assertThat(product.node().input(0)).isSameAs(x);
    assertThat(constant(product.node().input(1))).isEqualTo(6);
    assertThat(constant(simple(Ops.multiply(Ops.constant(2), 5)))).isEqualTo(10);
  }

  private static float constant(Value v) {
    return ((Leaf.Constant) v.node().op()).tensor().item();
  }

  @Test
  void arithmetic_repeats_its_operands_itself() {
    Value v = simple(Ops.multiply(x, Ops.broadcastTo(row, x.shape())));
    assertThat(v.node().inputs()).containsExactly(x, row);
    Value both = Ops.multiply(Ops.broadcastTo(row, x.shape()), Ops.broadcastTo(row, x.shape()));
    assertThat(simple(both).shape()).isEqualTo(x.shape());
  }

  @Test
  void integers_are_left_alone() {
    Value i = Ops.input("i", Shape.of(3), DType.INT32);
    Value sum = Ops.add(i, 0);
    Graph graph = Simplify.apply(Graph.of(List.of(i), List.of(sum)));
    assertThat(graph.outputs()).containsExactly(sum);
  }

  @Test
  void operands_are_simplified_first() {
    Value v = Ops.tanh(Ops.add(Ops.multiply(x, 1), 0));
    Value simple = simple(v);
    assertThat(simple.node().op()).isEqualTo(new Primitive.Unary(UnaryKind.TANH));
    assertThat(simple.node().input(0)).isSameAs(x);
  }
}
