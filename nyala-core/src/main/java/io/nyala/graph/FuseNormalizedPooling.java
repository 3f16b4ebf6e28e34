// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.BatchNorm;
import io.nyala.ops.BatchNormGradient;
import io.nyala.ops.BatchNormPooling;
import io.nyala.ops.BatchNormPoolingGradient;
import io.nyala.ops.Node;
import io.nyala.ops.Pooling;
import io.nyala.ops.PoolingGradient;
import io.nyala.ops.Value;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one operation of batch normalisation and the maximum pooling behind it, and one of their
 * gradients, where nothing else uses the normalised images. Those, and the gradient that pooling
 * spreads over them, then need not go through memory.
 *
 * <p>Only for images and windows that neither overlap nor stick out, which a line at a time serves.
 */
public final class FuseNormalizedPooling {
  private final Uses uses;

  /** Results of pooling to those of the operation that stands for it. */
  private final Map<Value, Value> pooled = new IdentityHashMap<>();

  /** Operands of the gradients of pooling, rewritten. */
  private final Map<Value, List<Value>> spread = new IdentityHashMap<>();

  /** Shifts of the normalisations, rewritten. */
  private final Map<Value, Value> shifts = new IdentityHashMap<>();

  private FuseNormalizedPooling(Graph graph) {
    uses = new Uses(graph);
  }

  /** Returns the graph with all such operations. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(graph, new FuseNormalizedPooling(graph)::rewrite);
  }

  private List<Value> rewrite(Node node, List<Value> in) {
    return switch (node.op()) {
      case BatchNorm b -> normalization(b, node, in);
      case Pooling p when pooled.containsKey(node.output(0)) -> List.of(pooled.get(node.output(0)));
      case PoolingGradient p when isFused(node) -> {
        spread.put(node.output(0), in);
        yield node.outputs();
      }
      case BatchNormGradient b when spread.containsKey(node.input(4)) -> {
        Node gradient = node.input(4).node();
        List<Value> pooling = spread.get(node.input(4));
        Pooling p = (Pooling) gradient.input(1).node().op();
        yield Node.apply(
            new BatchNormPoolingGradient(b.epsilon(), p.window()),
            List.of(
                in.get(0),
                in.get(1),
                shifts.get(gradient.input(0)),
                in.get(2),
                in.get(3),
                pooling.get(1),
                pooling.get(2)));
      }
      default -> null;
    };
  }

  private List<Value> normalization(BatchNorm b, Node node, List<Value> in) {
    Value normal = node.output(0);
    Node pooling = null;
    for (Node user : uses.of(normal)) {
      if (user.op() instanceof Pooling p && p.max() && isSquare(p)) {
        pooling = user;
      }
    }
    if (pooling == null || !isOnly(node, pooling)) {
      return null;
    }
    List<Value> fused =
        Node.apply(new BatchNormPooling(b.epsilon(), ((Pooling) pooling.op()).window()), in);
    pooled.put(pooling.output(0), fused.get(0));
    shifts.put(normal, in.get(2));
    return Arrays.asList(normal, fused.get(1), fused.get(2));
  }

  private boolean isFused(Node gradient) {
    return ((PoolingGradient) gradient.op()).max() && pooled.containsKey(gradient.input(1));
  }

  private static boolean isSquare(Pooling p) {
    return p.window().rank() == 2 && p.window().isDisjoint();
  }

  /**
   * Tells whether only this pooling, and the normalisation's gradient through it, use the result.
   */
  private boolean isOnly(Node normalization, Node pooling) {
    Value normal = normalization.output(0);
    if (uses.isResult(normal)) {
      return false;
    }
    for (Node user : uses.of(normal)) {
      if (user != pooling && !isGradientOf(user, normalization, pooling)) {
        return false;
      }
    }
    return true;
  }

  private boolean isGradientOf(Node user, Node normalization, Node pooling) {
    if (!(user.op() instanceof PoolingGradient p)
        || !p.max()
        || user.input(0) != normalization.output(0)
        || user.input(1) != pooling.output(0)
        || user.input(2) == normalization.output(0)
        || !uses.isForOne(user.output(0))) {
      return false;
    }
    Node next = uses.of(user.output(0)).get(0);
    return next.op() instanceof BatchNormGradient
        && next.input(4) == user.output(0)
        && next.input(0) == normalization.input(0)
        && next.input(1) == normalization.input(1)
        && next.input(2) == normalization.output(1)
        && next.input(3) == normalization.output(2);
  }
}
