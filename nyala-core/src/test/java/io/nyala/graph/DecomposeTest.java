// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.Composite;
import io.nyala.ops.DenseOp;
import io.nyala.ops.FusedOp;
import io.nyala.ops.Leaf;
import io.nyala.ops.MeanOp;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.SoftmaxOp;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecomposeTest {
  private final Value x = Ops.input("x", Shape.of(2, 3));

  /** Applies another composite operation, which averages. */
  record Centred() implements Composite {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Value> decompose(List<Value> inputs) {
      Value x = inputs.get(0);
      return List.of(Ops.subtract(x, Node.apply(new Averages(), x)));
    }
  }

  /** The mean of the rows. */
  record Averages() implements Composite {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return List.of(new MeanOp(List.of(0)).infer(inputs).get(0));
    }

    @Override
    public List<Value> decompose(List<Value> inputs) {
      return List.of(Ops.mean(inputs.get(0), true, 0));
    }
  }

  private static List<Op> ops(Graph graph) {
    return Topology.order(graph.outputs()).stream().map(Node::op).toList();
  }

  private Graph graph(Value output) {
    return Graph.of(List.of(x), List.of(output));
  }

  @Test
  void composites_inside_composites_are_opened() {
    Graph open = Decompose.apply(graph(Node.apply(new Centred(), x)), op -> false);
    assertThat(ops(open)).noneMatch(Composite.class::isInstance).anyMatch(MeanOp.class::isInstance);
  }

  @Test
  void fused_operations_are_opened_to_the_end_where_asked() {
    Graph open = Decompose.apply(graph(Node.apply(new Centred(), x)), op -> true);
    assertThat(ops(open)).allMatch(op -> op instanceof Primitive || op instanceof Leaf);
  }

  @Test
  void others_stay() {
    Value softmax = Ops.softmax(x, -1);
    Value kernel = Ops.constant(Tensor.zeros(Shape.of(3, 4)));
    Graph whole = graph(Ops.dense(softmax, kernel, null, FusedActivation.RELU));
    assertThat(Decompose.apply(whole, op -> false).outputs()).isEqualTo(whole.outputs());
    Graph open = Decompose.apply(whole, SoftmaxOp.class::isInstance);
    assertThat(ops(open).stream().filter(FusedOp.class::isInstance))
        .containsExactly(new DenseOp(FusedActivation.RELU));
  }

  @Test
  void operands_are_the_graphs_own() {
    Graph open = Decompose.apply(graph(Node.apply(new Centred(), x)), op -> true);
    assertThat(open.inputs()).containsExactly(x);
    assertThat(Topology.order(open.outputs())).contains(x.node());
  }

  @Test
  void what_is_assigned_is_opened_too() {
    Variable v = new Variable("v", Shape.of(2, 3));
    Value y = Node.apply(new Centred(), x);
    Graph graph = new Graph(List.of(x), List.of(), List.of(new Graph.Assignment(v, y)));
    Graph open = Decompose.apply(graph, op -> true);
    assertThat(open.assignments()).hasSize(1);
    assertThat(open.assignments().get(0).variable()).isSameAs(v);
    assertThat(open.assignments().get(0).value().node().op()).isInstanceOf(Primitive.Binary.class);
  }
}
