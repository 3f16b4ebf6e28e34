// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins sums of parts that were padded with zeros to one extent: {@code pad(a) + pad(b)} becomes
 * {@code concat(a, b)} if the parts lie side by side along one axis. Such sums are the gradients of
 * values that were used slice by slice, like the steps of a sequence or the gates of a cell; as
 * sums, n slices would take n passes over the whole. Changes at most the sign of zeros.
 */
public final class JoinPads {
  private final Uses uses;

  /** Sums that were not joined, because of a gap that later parts may fill, with their parts. */
  private final Map<Value, List<Value>> open = new IdentityHashMap<>();

  private JoinPads(Graph graph) {
    uses = new Uses(graph);
  }

  /** Returns the graph with concatenations instead of such sums. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(graph, new JoinPads(graph)::rewrite);
  }

  private List<Value> rewrite(Node node, List<Value> in) {
    if (!(node.op() instanceof Primitive.Binary b)
        || b.kind() != BinaryKind.ADD
        || node.output(0).dtype() != DType.FLOAT32
        || !in.get(0).shape().equals(in.get(1).shape())) {
      return null;
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Value operand = in.get(i);
      if (axis(operand) >= 0) {
        parts.add(operand);
      } else if (open.containsKey(operand) && uses.isForOne(node.input(i))) {
        parts.addAll(open.get(operand));
      } else {
        return null;
      }
    }
    int axis = axis(parts.get(0));
    if (parts.stream().anyMatch(p -> axis(p) != axis)) {
      return null;
    }
    parts.sort(Comparator.comparingInt(p -> begin(p, axis)));
    boolean gap = false;
    for (int i = 1; i < parts.size(); i++) {
      int between = begin(parts.get(i), axis) - end(parts.get(i - 1), axis);
      if (between < 0) {
        return null;
      }
      gap |= between > 0;
    }
    if (gap) {
      Value sum = Node.apply(node.op(), in).get(0);
      open.put(sum, parts);
      return List.of(sum);
    }
    return List.of(joined(parts, axis));
  }

  /** Returns the only axis that a value was padded along with zeros, or -1. */
  private static int axis(Value value) {
    if (!(value.node().op() instanceof Primitive.Pad p) || p.value() != 0) {
      return -1;
    }
    int found = -1;
    for (int i = 0; i < p.before().size(); i++) {
      if (p.before().get(i) > 0 || p.after().get(i) > 0) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  private static int begin(Value padded, int axis) {
    return ((Primitive.Pad) padded.node().op()).before().get(axis);
  }

  private static int end(Value padded, int axis) {
    return begin(padded, axis) + padded.node().input(0).shape().dim(axis);
  }

  private static Value joined(List<Value> parts, int axis) {
    List<Value> bare = new ArrayList<>();
    for (Value part : parts) {
      Node inner = part.node().input(0).node();
      if (inner.op() instanceof Primitive.Concat c && c.axis() == axis) {
        bare.addAll(inner.inputs());
      } else {
        bare.add(part.node().input(0));
      }
    }
    Value all = Ops.concatenate(bare, axis);
    int before = begin(parts.getFirst(), axis);
    int after = parts.getFirst().shape().dim(axis) - end(parts.getLast(), axis);
    return before == 0 && after == 0 ? all : Ops.pad(all, axis, before, after, 0);
  }
}
