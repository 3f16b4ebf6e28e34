// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.List;

/**
 * Removes redundant operations: neutral elements, double negations, repetitions that broadcasting
 * does anyway, reshapes of reshapes, products with two constants. Changes results at most by the
 * rounding of merged constants.
 */
public final class Simplify {
  private Simplify() {}

  /** Applies all rules to each node once, operands first. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(graph, Simplify::rewrite);
  }

  private static List<Value> rewrite(Node node, List<Value> in) {
    Value y =
        switch (node.op()) {
          case Primitive.StopGradient s -> in.get(0);
          case Primitive.Cast c when in.get(0).dtype() == c.to() -> in.get(0);
          case Primitive.Broadcast b when in.get(0).shape().equals(node.output(0).shape()) ->
              in.get(0);
          case Primitive.Reshape r -> reshape(r, in.get(0), node.output(0).shape());
          case Primitive.Unary u when u.kind() == UnaryKind.NEGATE && isNegation(in.get(0)) ->
              in.get(0).node().input(0);
          case Primitive.Reduce r -> reduce(r, in.get(0));
          case Primitive.Binary b -> binary(b.kind(), in.get(0), in.get(1), node.output(0));
          default -> null;
        };
    return y == null ? null : List.of(y);
  }

  private static Value reshape(Primitive.Reshape op, Value x, Shape target) {
    if (x.shape().equals(target)) {
      return x;
    }
    return x.node().op() instanceof Primitive.Reshape
        ? reshape(op, x.node().input(0), target)
        : x.shape().isKnown() && !op.target().isKnown()
            ? Node.apply(new Primitive.Reshape(target), x)
            : null;
  }

  /** Omits axes of extent 1, which need no reduction. */
  private static Value reduce(Primitive.Reduce op, Value x) {
    List<Integer> axes = op.axes().stream().filter(a -> x.shape().dim(a) != 1).toList();
    return axes.size() == op.axes().size()
        ? null
        : axes.isEmpty() ? x : Node.apply(new Primitive.Reduce(op.kind(), axes), x);
  }

  private static boolean isNegation(Value x) {
    return x.node().op() instanceof Primitive.Unary u && u.kind() == UnaryKind.NEGATE;
  }

  private static Value binary(BinaryKind kind, Value a, Value b, Value result) {
    Shape shape = result.shape();
    if (a.dtype() != DType.FLOAT32 || b.dtype() != DType.FLOAT32) {
      return null;
    }
    switch (kind) {
      case ADD -> {
        if (isConstant(b, 0) && a.shape().equals(shape)) {
          return a;
        }
        if (isConstant(a, 0) && b.shape().equals(shape)) {
          return b;
        }
        if (isNegation(b)) {
          return Ops.subtract(a, b.node().input(0));
        }
      }
      case SUBTRACT -> {
        if (isConstant(b, 0) && a.shape().equals(shape)) {
          return a;
        }
      }
      case MULTIPLY -> {
        if (isConstant(b, 1) && a.shape().equals(shape)) {
          return a;
        }
        if (isConstant(a, 1) && b.shape().equals(shape)) {
          return b;
        }
        Float factor = scalar(b);
        if (factor != null
            && a.node().op() instanceof Primitive.Binary inner
            && inner.kind() == BinaryKind.MULTIPLY
            && scalar(a.node().input(1)) != null) {
          return Ops.multiply(a.node().input(0), factor * scalar(a.node().input(1)));
        }
        if (factor != null && scalar(a) != null && shape.rank() == 0) {
          return Ops.constant(factor * scalar(a));
        }
      }
      case DIVIDE -> {
        if (isConstant(b, 1) && a.shape().equals(shape)) {
          return a;
        }
      }
      default -> {}
    }
    Value narrowA = narrow(a);
    Value narrowB = narrow(b);
    if (narrowA != a && Shape.broadcast(narrowA.shape(), b.shape()).equals(shape)) {
      return Node.apply(new Primitive.Binary(kind), narrowA, b);
    }
    if (narrowB != b && Shape.broadcast(a.shape(), narrowB.shape()).equals(shape)) {
      return Node.apply(new Primitive.Binary(kind), a, narrowB);
    }
    return null;
  }

  /** Returns the operand of a repetition that broadcasting would do anyway. */
  private static Value narrow(Value x) {
    return x.node().op() instanceof Primitive.Broadcast ? x.node().input(0) : x;
  }

  private static boolean isConstant(Value x, float value) {
    Float c = scalar(x);
    return c != null && c == value;
  }

  /** Returns the number that all elements of a value equal, or null. */
  private static Float scalar(Value x) {
    Value source = narrow(x);
    return source.node().op() instanceof Leaf.Constant c
            && c.tensor().size() == 1
            && source.dtype() == DType.FLOAT32
        ? Float.valueOf(c.tensor().at(0))
        : null;
  }
}
