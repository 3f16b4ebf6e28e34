// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Node;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Rebuilds a graph node by node, operands first. */
public final class Rewriter {
  /** A rule that rewrites a node. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Returns the replacements of the node's results, or null to keep the operation.
     *
     * @param node the original node
     * @param inputs its rewritten operands
     */
    List<Value> rewrite(Node node, List<Value> inputs);
  }

  private final Map<Value, Value> replaced = new IdentityHashMap<>();

  /** Creates a rewriter without replacements. */
  public Rewriter() {}

  /** Replaces a value by another from the start. */
  public Rewriter replace(Value old, Value by) {
    replaced.put(old, by);
    return this;
  }

  /**
   * Returns the replacements of the values after applying the rule to all nodes that they depend
   * on.
   */
  public List<Value> rewrite(List<Value> values, Rule rule) {
    for (Node node : Topology.order(values)) {
      if (replaced.containsKey(node.output(0))) {
        continue;
      }
      List<Value> inputs = new ArrayList<>(node.inputs().size());
      boolean same = true;
      for (Value input : node.inputs()) {
        Value now = replaced.getOrDefault(input, input);
        same &= now == input;
        inputs.add(now);
      }
      List<Value> results = rule.rewrite(node, inputs);
      if (results == null) {
        results = same ? node.outputs() : Node.apply(node.op(), inputs);
      }
      for (int i = 0; i < node.outputs().size(); i++) {
        replaced.put(node.output(i), results.get(i));
      }
    }
    return values.stream().map(v -> replaced.getOrDefault(v, v)).toList();
  }

  /** Returns the graph rewritten by a rule; its inputs are kept. */
  public static Graph apply(Graph graph, Rule rule) {
    List<Value> all = new ArrayList<>(graph.outputs());
    graph.assignments().forEach(a -> all.add(a.value()));
    List<Value> now = new Rewriter().rewrite(all, rule);
    List<Graph.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < graph.assignments().size(); i++) {
      assignments.add(
          new Graph.Assignment(
              graph.assignments().get(i).variable(), now.get(graph.outputs().size() + i)));
    }
    return new Graph(graph.inputs(), now.subList(0, graph.outputs().size()), assignments);
  }
}
