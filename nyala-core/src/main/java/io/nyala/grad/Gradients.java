// SPDX-License-Identifier: Apache-2.0
package io.nyala.grad;

import io.nyala.graph.Topology;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Reverse-mode differentiation, from a scalar to the values that it depends on. */
public final class Gradients {
  private Gradients() {}

  /**
   * Returns the gradient of a scalar with respect to each of the values, zeros where it does not
   * depend on one.
   *
   * @throws ShapeException if {@code loss} is not a scalar, or shapes on the way are unknown
   */
  public static List<Value> of(Value loss, List<Value> wrt) {
    if (loss.shape().rank() != 0) {
      throw new ShapeException("expected a scalar to differentiate, got " + loss.shape());
    }
    return of(List.of(loss), List.of(Ops.constant(1)), wrt);
  }

  /**
   * Returns {@code sum over i of cotangent_i * d output_i / d wrt}: the vector-Jacobian product.
   *
   * @param cotangents the cotangents, of the shapes of the outputs
   */
  public static List<Value> of(List<Value> outputs, List<Value> cotangents, List<Value> wrt) {
    return along(Topology.order(outputs), outputs, cotangents, wrt);
  }

  /**
   * Returns the same product, but treats each value of {@code wrt} as independent of the others.
   * This gives the gradients of the operands of an operation, regardless of how the operands are
   * computed.
   */
  static List<Value> partial(List<Value> outputs, List<Value> cotangents, List<Value> wrt) {
    List<Node> order = Topology.order(outputs);
    Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());
    above.addAll(Topology.order(wrt));
    order.removeIf(above::contains);
    return along(order, outputs, cotangents, wrt);
  }

  private static List<Value> along(
      List<Node> order, List<Value> outputs, List<Value> cotangents, List<Value> wrt) {
    Set<Value> needed = leadingTo(order, wrt);
    Map<Value, Value> gradients = new IdentityHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      accumulate(gradients, outputs.get(i), cotangents.get(i));
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      if (node.inputs().stream().noneMatch(needed::contains)) {
        continue;
      }
      List<Value> flowing = new ArrayList<>();
      boolean any = false;
      for (Value output : node.outputs()) {
        Value g = gradients.get(output);
        flowing.add(g);
        any |= g != null;
      }
      if (!any) {
        continue;
      }
      List<Value> toInputs = GradientRules.apply(node, flowing);
      for (int k = 0; k < toInputs.size(); k++) {
        Value input = node.input(k);
        if (toInputs.get(k) != null && needed.contains(input)) {
          accumulate(gradients, input, unbroadcast(toInputs.get(k), input.shape()));
        }
      }
    }
    return wrt.stream()
        .map(v -> gradients.containsKey(v) ? gradients.get(v) : zeros(v.shape()))
        .toList();
  }

  private static void accumulate(Map<Value, Value> gradients, Value value, Value gradient) {
    if (value.dtype() != DType.FLOAT32) {
      return;
    }
    gradients.merge(value, gradient, Ops::add);
  }

  /** Returns {@code wrt} and all values that depend on it; gradients flow only through these. */
  private static Set<Value> leadingTo(List<Node> order, List<Value> wrt) {
    Set<Value> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(wrt);
    for (Node node : order) {
      if (node.inputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.outputs());
      }
    }
    return needed;
  }

  /** Sums over the axes along which an operand was repeated. */
  private static Value unbroadcast(Value gradient, Shape shape) {
    Shape g = gradient.shape();
    if (g.equals(shape)) {
      return gradient;
    }
    int extra = g.rank() - shape.rank();
    int[] axes =
        IntStream.range(0, g.rank())
            .filter(i -> i < extra || (shape.dim(i - extra) == 1 && g.dim(i) != 1))
            .toArray();
    Value summed = axes.length == 0 ? gradient : Ops.sum(gradient, true, axes);
    Shape kept = summed.shape();
    if (kept.slice(extra, kept.rank()).equals(shape)) {
      return Ops.reshape(summed, shape);
    }
    // A rule may give a smaller gradient than the operand, constant along some axes.
    return Ops.broadcastTo(summed, shape);
  }

  static Value zeros(Shape shape) {
    return Ops.broadcastTo(Ops.constant(Tensor.scalar(0)), shape);
  }
}
