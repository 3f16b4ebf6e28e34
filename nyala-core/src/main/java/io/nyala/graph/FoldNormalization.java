// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Convolution;
import io.nyala.ops.DenseOp;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.Shape;
import java.util.List;

/**
 * Folds a factor and a shift per filter, as in batch normalization at inference, into the preceding
 * convolution: {@code conv(x, k) * f + s} becomes {@code conv(x, k * f) + s} with the shift as
 * bias. This saves a pass over all pixels and adds one over the kernel. Results change only by
 * rounding. A ReLU after a convolution or a dense layer is fused with it, which changes no bits.
 *
 * <p>A convolution whose kernel has more elements than the result is left unchanged. Meant for
 * inference: training needs the result of the convolution itself.
 */
public final class FoldNormalization {
  private final Uses uses;

  private FoldNormalization(Graph graph) {
    uses = new Uses(graph);
  }

  /** Returns the graph with all such convolutions and activations. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(graph, new FoldNormalization(graph)::rewrite);
  }

  private List<Value> rewrite(Node node, List<Value> in) {
    boolean alone = node.inputs().stream().anyMatch(uses::isForOne);
    if (!alone) {
      return null;
    }
    Value y =
        switch (node.op()) {
          case Primitive.Binary b when b.kind() == BinaryKind.ADD -> shifted(node, in);
          case Primitive.Unary u when u.kind() == UnaryKind.RELU -> activated(in.get(0));
          default -> null;
        };
    return y == null ? null : List.of(y);
  }

  /** Rewrites {@code conv * f + s}, if its intermediate results are not used elsewhere. */
  private Value shifted(Node node, List<Value> in) {
    Node product = node.input(0).node();
    if (!(product.op() instanceof Primitive.Binary b)
        || b.kind() != BinaryKind.MULTIPLY
        || !uses.isForOne(node.input(0))
        || !uses.isForOne(product.input(0))) {
      return null;
    }
    Value convolved = in.get(0).node().input(0);
    Value factor = in.get(0).node().input(1);
    Value shift = in.get(1);
    if (!(convolved.node().op() instanceof Convolution c)
        || c.activation() != FusedActivation.LINEAR) {
      return null;
    }
    List<Value> operands = convolved.node().inputs();
    Value kernel = operands.get(1);
    int filters = kernel.shape().last();
    if (!isForFilters(factor, filters)
        || !isForFilters(shift, filters)
        || !convolved.shape().isKnown()
        || kernel.shape().size() > convolved.shape().size()) {
      return null;
    }
    Value f = Ops.reshape(factor, Shape.of(filters));
    Value bias = Ops.reshape(shift, Shape.of(filters));
    if (operands.size() > 2) {
      bias = Ops.add(Ops.multiply(operands.get(2), f), bias);
    }
    return Node.apply(c, operands.get(0), Ops.multiply(kernel, f), bias);
  }

  private static boolean isForFilters(Value v, int filters) {
    Shape s = v.shape();
    return s.isKnown() && s.rank() > 0 && s.size() == filters && s.last() == filters;
  }

  /** Returns the ReLU of a convolution or a dense layer fused with it. */
  private static Value activated(Value x) {
    Op op =
        switch (x.node().op()) {
          case Convolution c when c.activation() == FusedActivation.LINEAR ->
              new Convolution(c.window(), c.groups(), FusedActivation.RELU);
          case DenseOp d when d.activation() == FusedActivation.LINEAR ->
              new DenseOp(FusedActivation.RELU);
          default -> null;
        };
    return op == null ? null : Node.apply(op, x.node().inputs()).get(0);
  }
}
