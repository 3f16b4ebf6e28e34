// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Eliminates common subexpressions: equal operations on the same operands are computed once. */
public final class CommonSubexpressions {
  private static final int COMPARED_CONSTANT = 16;

  private CommonSubexpressions() {}

  /** Operands are compared by identity, which {@link Value} inherits from Object. */
  private record Key(Op op, List<Value> inputs) {}

  /** Merges equal nodes. */
  public static Graph apply(Graph graph) {
    Map<Key, List<Value>> known = new HashMap<>();
    return Rewriter.apply(
        graph,
        (node, inputs) -> {
          if (node.op() instanceof Leaf.Input
              || (node.op() instanceof Leaf.Constant c && c.tensor().size() > COMPARED_CONSTANT)) {
            return null;
          }
          return known.computeIfAbsent(
              new Key(node.op(), inputs),
              k -> inputs.equals(node.inputs()) ? node.outputs() : Node.apply(node.op(), inputs));
        });
  }
}
