// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Convolution;
import io.nyala.ops.DenseOp;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Folds what surrounds convolutions at inference into them, which saves a pass over all pixels
 * each:
 *
 * <ul>
 *   <li>A factor and a shift per filter, as in batch normalization at inference: {@code conv(x, k)
 *       * f + s} becomes {@code conv(x, k * f) + s} with the shift as bias. This adds a pass over
 *       the kernel and changes results only by rounding. A kernel that has more elements than the
 *       result is left unchanged.
 *   <li>A border of zeros before a convolution becomes padding of its window.
 *   <li>A ReLU or ReLU6 after a convolution or a dense layer is fused with it, which changes no
 *       bits.
 * </ul>
 *
 * <p>Nothing is folded whose result in between is used elsewhere, such as by a gradient. In
 * training this leaves frozen layers.
 */
public final class FoldIntoConvolutions {
  private final Uses uses;

  private FoldIntoConvolutions(Graph graph) {
    uses = new Uses(graph);
  }

  /** Returns the graph with all such convolutions and activations. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(graph, new FoldIntoConvolutions(graph)::rewrite);
  }

  private List<Value> rewrite(Node node, List<Value> in) {
    if (node.inputs().isEmpty() || !uses.isForOne(node.input(0))) {
      return null;
    }
    Value y =
        switch (node.op()) {
          case Primitive.Binary b when b.kind() == BinaryKind.ADD -> shifted(node, in);
          case Primitive.Binary b when b.kind() == BinaryKind.MINIMUM -> clipped(in);
          case Primitive.Unary u when u.kind() == UnaryKind.RELU ->
              activated(in.get(0), FusedActivation.LINEAR, FusedActivation.RELU);
          case Convolution c ->
              padded(in, c.window(), w -> new Convolution(w, c.groups(), c.activation()));
          case DepthwiseConvolution c -> padded(in, c.window(), DepthwiseConvolution::new);
          default -> null;
        };
    return y == null ? null : List.of(y);
  }

  /** Rewrites {@code conv * f + s}, if its intermediate results are not used elsewhere. */
  private Value shifted(Node node, List<Value> in) {
    Node product = node.input(0).node();
    if (!(product.op() instanceof Primitive.Binary b)
        || b.kind() != BinaryKind.MULTIPLY
        || !uses.isForOne(product.input(0))) {
      return null;
    }
    Value convolved = in.get(0).node().input(0);
    Value factor = in.get(0).node().input(1);
    Value shift = in.get(1);
    Convolution c = linear(convolved.node());
    if (c == null) {
      return null;
    }
    List<Value> operands = convolved.node().inputs();
    Value kernel = operands.get(1);
    if (convolved.node().op() instanceof DepthwiseConvolution d) {
      kernel = groupedKernel(d.window(), kernel);
    }
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

  /** Returns the operation of a node as a convolution without activation, or null if it is none. */
  private static Convolution linear(Node node) {
    return switch (node.op()) {
      case Convolution c when c.activation() == FusedActivation.LINEAR -> c;
      case DepthwiseConvolution d ->
          new Convolution(d.window(), node.input(0).shape().last(), FusedActivation.LINEAR);
      default -> null;
    };
  }

  /** Returns a depthwise kernel as one of a convolution with a group for each channel. */
  private static Value groupedKernel(Window window, Value kernel) {
    int[] dims = kernel.shape().dims();
    dims[window.rank() + 1] *= dims[window.rank()];
    dims[window.rank()] = 1;
    return Ops.reshape(kernel, Shape.of(dims));
  }

  /** Returns a convolution of the input of a padding, with a window that is padded instead. */
  private static Value padded(List<Value> in, Window window, Function<Window, Op> convolution) {
    Value x = in.get(0);
    if (!(x.node().op() instanceof Primitive.Pad p)
        || p.value() != 0
        || !isForSpace(p.before())
        || !isForSpace(p.after())
        || !x.shape().isKnown()) {
      return null;
    }
    Window wider =
        new Window(
            window.size(),
            window.stride(),
            window.dilation(),
            sum(window.before(), p.before()),
            sum(window.after(), p.after()));
    List<Value> operands = new ArrayList<>(in);
    operands.set(0, x.node().input(0));
    return Node.apply(convolution.apply(wider), operands).get(0);
  }

  /** Returns whether a border leaves the batch and the channels as they are, and cuts nothing. */
  private static boolean isForSpace(List<Integer> border) {
    return border.getFirst() == 0 && border.getLast() == 0 && Collections.min(border) >= 0;
  }

  private static List<Integer> sum(List<Integer> padding, List<Integer> border) {
    return IntStream.range(0, padding.size())
        .mapToObj(i -> padding.get(i) + border.get(i + 1))
        .toList();
  }

  /** Returns {@code min(relu(y), 6)} of a convolution or dense layer with ReLU fused with it. */
  private static Value clipped(List<Value> in) {
    boolean six =
        in.get(1).node().op() instanceof Leaf.Constant c
            && c.tensor().size() == 1
            && c.tensor().dtype() == DType.FLOAT32
            && c.tensor().floats()[0] == 6;
    return six ? activated(in.get(0), FusedActivation.RELU, FusedActivation.RELU6) : null;
  }

  /** Returns the result of a convolution or a dense layer with another activation, or null. */
  private static Value activated(Value x, FusedActivation from, FusedActivation to) {
    Op op =
        switch (x.node().op()) {
          case Convolution c when c.activation() == from ->
              new Convolution(c.window(), c.groups(), to);
          case DenseOp d when d.activation() == from -> new DenseOp(to);
          default -> null;
        };
    return op == null ? null : Node.apply(op, x.node().inputs()).get(0);
  }
}
