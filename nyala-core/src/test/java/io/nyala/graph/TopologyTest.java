// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.variables.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Topology}, {@link Uses}, {@link Rewriter} and {@link Graph}. */
class TopologyTest {
  private final Value x = Ops.input("x", Shape.of(3));

  @Test
  void operands_come_first_and_each_node_once() {
    Value a = Ops.tanh(x);
    Value b = Ops.exp(a);
    Value c = Ops.add(b, a);
    assertThat(Topology.order(List.of(c, b)))
        .containsExactly(x.node(), a.node(), b.node(), c.node());
  }

  @Test
  void what_nothing_needs_is_not_there() {
    Value unused = Ops.exp(x);
    assertThat(Topology.order(List.of(Ops.tanh(x)))).doesNotContain(unused.node());
  }

  @Test
  void graphs_may_be_deep() {
    Value y = x;
    for (int i = 0; i < 100_000; i++) {
      y = Ops.tanh(y);
    }
    assertThat(Topology.order(List.of(y))).hasSize(100_001);
  }

  @Test
  void users_are_counted_as_often_as_they_use() {
    Value a = Ops.tanh(x);
    Value square = Ops.multiply(a, a);
    Value b = Ops.exp(square);
    Uses uses = new Uses(Graph.of(List.of(x), List.of(b)));
    assertThat(uses.of(a)).containsExactly(square.node(), square.node());
    assertThat(uses.isForOne(a)).isFalse();
    assertThat(uses.isForOne(square)).isTrue();
    assertThat(uses.isForOne(b)).isFalse();
    assertThat(uses.of(b)).isEmpty();
    assertThat(uses.isResult(b)).isTrue();
    assertThat(uses.isResult(a)).isFalse();
  }

  @Test
  void results_and_what_is_assigned_are_wanted_beside_their_users() {
    Value a = Ops.tanh(x);
    Variable v = new Variable("v", Shape.of(3));
    Graph graph = new Graph(List.of(x), List.of(Ops.exp(a)), List.of(new Graph.Assignment(v, a)));
    Uses uses = new Uses(graph);
    assertThat(uses.isResult(a)).isTrue();
    assertThat(uses.isForOne(a)).isFalse();
  }

  @Test
  void an_assignment_has_the_shape_of_its_variable() {
    Variable v = new Variable("v", Shape.of(2));
    assertThatThrownBy(() -> new Graph.Assignment(v, x)).isInstanceOf(ShapeException.class);
  }

  @Test
  void a_rule_that_changes_nothing_leaves_the_same_nodes() {
    Graph graph = Graph.of(List.of(x), List.of(Ops.exp(Ops.tanh(x))));
    assertThat(Rewriter.apply(graph, (node, inputs) -> null)).isEqualTo(graph);
  }

  @Test
  void a_rewritten_operand_makes_its_users_new() {
    Value a = Ops.tanh(x);
    Value b = Ops.exp(a);
    Value untouched = Ops.log(x);
    Graph graph = Graph.of(List.of(x), List.of(b, untouched));
    Graph now =
        Rewriter.apply(
            graph, (node, inputs) -> node == a.node() ? List.of(Ops.sigmoid(inputs.get(0))) : null);
    Node exp = now.outputs().get(0).node();
    assertThat(exp.op()).isEqualTo(b.node().op());
    assertThat(exp.input(0).node().op()).isEqualTo(Ops.sigmoid(x).node().op());
    assertThat(now.outputs().get(1)).isSameAs(untouched);
  }

  @Test
  void values_may_be_replaced_from_the_start() {
    Value other = Ops.input("other", Shape.of(3));
    Value y = Ops.exp(Ops.tanh(x));
    Value now = new Rewriter().replace(x, other).rewrite(List.of(y), (n, in) -> null).get(0);
    assertThat(Topology.order(List.of(now))).contains(other.node()).doesNotContain(x.node());
  }
}
