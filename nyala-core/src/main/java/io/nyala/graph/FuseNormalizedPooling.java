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
import io.nyala.ops.Window;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Fuses batch normalization and the maximum pooling after it into one operation, and their
 * gradients into another, if nothing else uses the normalized images. These images and their
 * gradient then need not go through memory.
 *
 * <p>Only for the common pooling of images by 2.
 */
public final class FuseNormalizedPooling {
  private final Uses uses;

  /** Maps results of pooling to those of the fused operation. */
  private final Map<Value, Value> pooled = new IdentityHashMap<>();

  /** Maps the results of pooling gradients to their rewritten output gradients. */
  private final Map<Value, Value> spread = new IdentityHashMap<>();

  /** Maps normalized images that are no longer computed to their rewritten shifts. */
  private final Map<Value, Value> shifts = new IdentityHashMap<>();

  private final IntPredicate channels;

  private FuseNormalizedPooling(Graph graph, IntPredicate channels) {
    this.uses = new Uses(graph);
    this.channels = channels;
  }

  /**
   * Returns the graph with all such operations fused.
   *
   * @param channels accepts the numbers of channels for which to fuse
   */
  public static Graph apply(Graph graph, IntPredicate channels) {
    return Rewriter.apply(graph, new FuseNormalizedPooling(graph, channels)::rewrite);
  }

  private List<Value> rewrite(Node node, List<Value> in) {
    return switch (node.op()) {
      case BatchNorm b -> normalization(b, node, in);
      case Pooling p when pooled.containsKey(node.output(0)) -> List.of(pooled.get(node.output(0)));
      case PoolingGradient p when shifts.containsKey(node.input(0)) -> {
        spread.put(node.output(0), in.get(2));
        yield node.outputs();
      }
      case BatchNormGradient b when spread.containsKey(node.input(4)) -> {
        Node pooling = node.input(4).node();
        yield Node.apply(
            new BatchNormPoolingGradient(b.epsilon(), ((PoolingGradient) pooling.op()).window()),
            List.of(
                in.get(0),
                in.get(1),
                shifts.get(pooling.input(0)),
                in.get(2),
                in.get(3),
                spread.get(node.input(4))));
      }
      default -> null;
    };
  }

  private List<Value> normalization(BatchNorm b, Node node, List<Value> in) {
    Value normal = node.output(0);
    Node pooling = null;
    for (Node user : uses.of(normal)) {
      if (user.op() instanceof Pooling p && p.max() && isByTwo(p.window())) {
        pooling = user;
      }
    }
    if (pooling == null || !channels.test(normal.shape().last()) || !isOnly(node, pooling)) {
      return null;
    }
    List<Value> fused =
        Node.apply(new BatchNormPooling(b.epsilon(), ((Pooling) pooling.op()).window()), in);
    pooled.put(pooling.output(0), fused.get(0));
    shifts.put(normal, in.get(2));
    return Arrays.asList(normal, fused.get(1), fused.get(2));
  }

  private static boolean isByTwo(Window window) {
    return window.size().equals(List.of(2, 2)) && window.isDisjoint();
  }

  /**
   * Returns whether only this pooling, and the gradient of the normalization through it, use the
   * result.
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
