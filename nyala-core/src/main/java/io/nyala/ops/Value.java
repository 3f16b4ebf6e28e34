// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;

/**
 * A symbolic tensor: one output of a {@link Node}. Values are compared by identity.
 *
 * <p>Arithmetic is in {@link Ops}.
 */
public final class Value {
  private final Node node;
  private final int index;
  private final Type type;

  Value(Node node, int index, Type type) {
    this.node = node;
    this.index = index;
    this.type = type;
  }

  /** Returns the node that computes this value. */
  public Node node() {
    return node;
  }

  /** Returns which of the node's outputs this is. */
  public int index() {
    return index;
  }

  /** Returns shape and element type. */
  public Type type() {
    return type;
  }

  /** Returns the shape, the batch possibly unknown. */
  public Shape shape() {
    return type.shape();
  }

  /** Returns the element type. */
  public DType dtype() {
    return type.dtype();
  }

  @Override
  public String toString() {
    return node.op().label() + " " + type;
  }
}
