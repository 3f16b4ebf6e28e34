// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan;

import io.nyala.tensor.ShapeException;
import io.nyala.variables.Variable;
import java.util.function.UnaryOperator;

/** A compiled graph. Immutable and safe to share between threads. */
public interface Program {
  /** Returns a new execution with its own buffers, for one thread at a time. */
  default Execution newExecution() {
    return newExecution(UnaryOperator.identity());
  }

  /**
   * Returns a new execution with its own buffers that uses other variables than those of its graph,
   * so that concurrent runs need not write to the same variables.
   *
   * @param places maps each variable of the graph to the variable to read and write, of the same
   *     shape
   * @throws ShapeException if a variable has another shape
   */
  Execution newExecution(UnaryOperator<Variable> places);

  /**
   * Returns the variable that replaces another.
   *
   * @param places as for {@link #newExecution(UnaryOperator)}
   * @throws ShapeException if it has another shape
   */
  static Variable place(UnaryOperator<Variable> places, Variable original) {
    Variable placed = places.apply(original);
    if (!placed.shape().equals(original.shape())) {
      throw new ShapeException("variable " + placed + " cannot replace " + original);
    }
    return placed;
  }

  /** Returns the size of the buffers of one execution, in bytes. */
  long bufferBytes();
}
