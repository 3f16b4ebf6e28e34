// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Composite;
import io.nyala.ops.FusedOp;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Value;
import java.util.List;
import java.util.function.Predicate;

/** Replaces composite operations and selected fused operations by their decompositions. */
public final class Decompose {
  private Decompose() {}

  /** Decomposes composites, and fused operations for which {@code fused} is true, completely. */
  public static Graph apply(Graph graph, Predicate<FusedOp> fused) {
    return Rewriter.apply(graph, (node, inputs) -> expand(node.op(), inputs, fused));
  }

  private static List<Value> expand(Op op, List<Value> inputs, Predicate<FusedOp> fused) {
    List<Value> results =
        switch (op) {
          case Composite c -> c.decompose(inputs);
          case FusedOp f when fused.test(f) -> f.decompose(inputs);
          default -> null;
        };
    if (results == null) {
      return null;
    }
    // The parts may be composites themselves; the operands are already decomposed.
    Rewriter parts = new Rewriter();
    inputs.forEach(v -> parts.replace(v, v));
    return parts.rewrite(results, (Node n, List<Value> in) -> expand(n.op(), in, fused));
  }
}
