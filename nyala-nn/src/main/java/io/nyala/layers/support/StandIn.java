// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.Arrays;

/**
 * Placeholders for values of which only the type is known: while a model is being defined, the
 * batch size and often the number of time steps are unknown, and only shapes are needed.
 */
public final class StandIn {
  private StandIn() {}

  /** Returns a placeholder for a value of this type. */
  public static Value of(Type type) {
    return Node.apply(new Leaf.Input("unknown", type));
  }

  /** Reshapes, even if more than one dimension is unknown. */
  public static Value reshape(Value x, Shape target) {
    return Arrays.stream(target.dims()).filter(d -> d == Shape.UNKNOWN).count() > 1
        ? of(new Type(target, x.dtype()))
        : Ops.reshape(x, target);
  }

  /** Inserts an axis of size 1 before {@code axis} (-1: at the end). */
  public static Value expandDims(Value x, int axis) {
    return reshape(x, x.shape().insert(axis, 1));
  }

  /** Reduces the last axis by logical or. */
  public static Value anyLast(Value x) {
    return reshape(Ops.any(x, true, -1), x.shape().drop(-1));
  }

  /** Reduces the last axis by summation. */
  public static Value sumLast(Value x) {
    return reshape(Ops.sum(x, true, -1), x.shape().drop(-1));
  }
}
