// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Node;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The users of each value of a graph. */
public final class Uses {
  private final Map<Value, List<Node>> users = new IdentityHashMap<>();
  private final Set<Value> results = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Collects the uses in a graph. */
  public Uses(Graph graph) {
    List<Value> roots = new ArrayList<>(graph.outputs());
    graph.assignments().forEach(a -> roots.add(a.value()));
    results.addAll(roots);
    for (Node node : Topology.order(roots)) {
      node.inputs().forEach(v -> users.computeIfAbsent(v, k -> new ArrayList<>()).add(node));
    }
  }

  /**
   * Returns the nodes that have the value as an operand; a node that uses it twice is listed twice.
   */
  public List<Node> of(Value value) {
    return users.getOrDefault(value, List.of());
  }

  /** Returns whether the value has exactly one user and is not a result. */
  public boolean isForOne(Value value) {
    return of(value).size() == 1 && !isResult(value);
  }

  /** Returns whether the value is a result of the graph or is assigned to a variable. */
  public boolean isResult(Value value) {
    return results.contains(value);
  }
}
