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
 * Values of which only the type can be known yet: while a model is described, the batch and often
 * the time are unknown, and only shapes are asked for.
 */
public final class StandIn {
  private StandIn() {}

  /** Returns a value that stands for one of this type. */
  public static Value of(Type type) {
    return Node.apply(new Leaf.Input("unknown", type));
  }

  /** Reshapes, also where more than one extent is unknown yet. */
  public static Value reshape(Value x, Shape target) {
    return Arrays.stream(target.dims()).filter(d -> d == Shape.UNKNOWN).count() > 1
        ? of(new Type(target, x.dtype()))
        : Ops.reshape(x, target);
  }

  /** Puts an axis of extent 1 in front of {@code axis} (-1: at the end). */
  public static Value expandDims(Value x, int axis) {
    return reshape(x, x.shape().insert(axis, 1));
  }

  /** Returns whether anything is true along the last axis, which goes. */
  public static Value anyLast(Value x) {
    return reshape(Ops.any(x, true, -1), x.shape().drop(-1));
  }

  /** Sums over the last axis, which goes. */
  public static Value sumLast(Value x) {
    return reshape(Ops.sum(x, true, -1), x.shape().drop(-1));
  }
}
