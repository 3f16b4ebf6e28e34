// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Value;
import io.nyala.tensor.ShapeException;
import io.nyala.variables.Variable;
import java.util.List;

/**
 * What a program computes from what.
 *
 * @param inputs given at each run; leaves of kind {@link io.nyala.ops.Leaf.Input}
 * @param outputs read after a run
 * @param assignments written to variables at the end of a run, all at once
 */
public record Graph(List<Value> inputs, List<Value> outputs, List<Assignment> assignments) {
  /**
   * A new content for a variable.
   *
   * @param variable what is written; no other part of the graph sees the new content in this run
   * @param value of the variable's shape
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
  }

  /** Creates a graph that assigns nothing. */
  public static Graph of(List<Value> inputs, List<Value> outputs) {
    return new Graph(inputs, outputs, List.of());
  }
}
