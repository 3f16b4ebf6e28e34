// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan;

import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A program with its buffers; not safe for concurrent use. */
public interface Execution {
  /**
   * Sets an input for the next runs. Floats are read in place, not copied.
   *
   * @throws io.nyala.tensor.ShapeException if the shape or element type differs from the compiled
   *     one
   */
  void input(int index, Tensor tensor);

  /** Sets a float input to a part of an array, which is read in place. */
  void input(int index, float[] data, int offset);

  /** Sets the counter from which random operations draw. */
  void step(long step);

  /**
   * Declares that the next runs compute a part of a larger batch: the rows from {@code first} on.
   * Random operations then draw the same numbers for these rows as in one run over the whole batch.
   * By default a run is a whole batch.
   *
   * @param first the first row of this part
   * @param count the number of rows of this part, for which the program was compiled
   */
  void part(long first, int count);

  /**
   * Makes the next runs read and write other variables than those of the graph, for example copies
   * of them.
   *
   * @param places maps each variable of the graph to a variable of the same shape
   * @throws io.nyala.tensor.ShapeException if a variable has another shape
   */
  void variables(UnaryOperator<Variable> places);

  /**
   * Sets a listener that learns within a run that an assigned variable has its new content, which
   * can then be read while the rest is computed. It gets each variable of the graph at most once
   * per run, in the running thread. An engine that cannot tell never calls it: after {@link #run}
   * all variables have their content in any case.
   *
   * @param listener null for none
   */
  default void onAssigned(Consumer<Variable> listener) {}

  /** Computes outputs and assignments. Allocates nothing. */
  void run();

  /** Copies an output into a tensor of its type. */
  void output(int index, Tensor into);

  /** Returns the first element of an output. */
  float scalar(int index);
}
