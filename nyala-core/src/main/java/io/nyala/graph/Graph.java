// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.variables.Variable;
import java.util.List;

/**
 * A computation graph: inputs, outputs and assignments.
 *
 * @param inputs set at each run; leaves of kind {@link io.nyala.ops.Leaf.Input}
 * @param outputs read after a run
 * @param assignments written to variables together at the end of a run
 */
public record Graph(List<Value> inputs, List<Value> outputs, List<Assignment> assignments) {
  /**
   * An assignment of a value to a variable.
   *
   * @param variable the variable; no other part of the graph sees the new content in this run
   * @param value the new content, of the shape of the variable
   */
  public record Assignment(Variable variable, Value value) {
    /** Checks the shapes. */
    public Assignment {
      if (!variable.shape().equals(value.shape())) {
        throw new ShapeException("cannot assign " + value.type() + " to variable " + variable);
      }
    }
  }

  /** Copies the lists. */
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    assignments = List.copyOf(assignments);
    inputs.forEach(Graph::requireNumbers);
    outputs.forEach(Graph::requireNumbers);
  }

  private static void requireNumbers(Value v) {
    if (v.dtype() == DType.STRING) {
      throw new IllegalArgumentException(
          "a program computes with numbers; " + v + " is text, which only exists before it");
    }
  }

  /** Creates a graph that assigns nothing. */
  public static Graph of(List<Value> inputs, List<Value> outputs) {
    return new Graph(inputs, outputs, List.of());
  }
}
