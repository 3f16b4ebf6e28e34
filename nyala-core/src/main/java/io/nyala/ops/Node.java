// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** An operation applied to values. Immutable; nodes know their inputs, not their users. */
public final class Node {
  private final Op op;
  private final List<Value> inputs;
  private final List<Value> outputs;

  private Node(Op op, List<Value> inputs) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    requireNumbers();
    List<Type> types = op.infer(this.inputs.stream().map(Value::type).toList());
    List<Value> values = new ArrayList<>();
    for (Type type : types) {
      requireRoom(type);
      values.add(new Value(this, values.size(), type));
    }
    this.outputs = List.copyOf(values);
  }

  private void requireNumbers() {
    if (!op.takesStrings() && inputs.stream().anyMatch(v -> v.dtype() == DType.STRING)) {
      throw new ShapeException(
          this
              + ": expected numbers, got strings; turn text into numbers first, with a layer that"
              + " looks it up in a vocabulary or hashes it");
    }
  }

  /** Rejects results too large for an array, before anything is computed or allocated. */
  private void requireRoom(Type type) {
    try {
      type.shape().requireRoom();
    } catch (ShapeException e) {
      throw new ShapeException(this + ": " + e.getMessage());
    }
  }

  /**
   * Applies an operation and returns its outputs.
   *
   * @throws ShapeException if the operation does not accept these inputs, or a result would have
   *     more than 2^31-1 elements
   */
  public static List<Value> apply(Op op, List<Value> inputs) {
    return new Node(op, inputs).outputs;
  }

  /** Applies an operation and returns its first output. */
  public static Value apply(Op op, Value... inputs) {
    return apply(op, List.of(inputs)).get(0);
  }

  /** Returns the operation. */
  public Op op() {
    return op;
  }

  /** Returns the operands. */
  public List<Value> inputs() {
    return inputs;
  }

  /** Returns one operand. */
  public Value input(int i) {
    return inputs.get(i);
  }

  /** Returns the results. */
  public List<Value> outputs() {
    return outputs;
  }

  /** Returns one result. */
  public Value output(int i) {
    return outputs.get(i);
  }

  @Override
  public String toString() {
    return op.label() + inputs.stream().map(Value::type).toList();
  }
}
