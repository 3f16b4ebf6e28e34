// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan;

import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.function.UnaryOperator;

/** A program with its buffers; not safe for use by several threads at once. */
public interface Execution {
  /**
   * Gives an input for the next runs. The data are read in place, not copied, when they are floats.
   *
   * @throws io.nyala.tensor.ShapeException if shape or element type are not what was compiled
   */
  void input(int index, Tensor tensor);

  /** Gives a float input as a part of an array, read in place. */
  void input(int index, float[] data, int offset);

  /** Sets the counter on which random operations draw. */
  void step(long step);

  /**
   * Says that the runs to come are a part of something larger: of a batch, the rows from {@code
   * first} on. Random operations then draw what they would draw for these rows in one run for all.
   * By default a run stands for itself.
   *
   * @param first the first row of this part
   * @param count how many rows this part has, which is how many the program was compiled for
   */
  void part(long first, int count);

  /**
   * Lets the runs to come read and write other variables than those of the graph, for example
   * copies of them.
   *
   * @param places gives the variable for each of the graph, of the same shape
   * @throws io.nyala.tensor.ShapeException if a variable has another shape
   */
  void variables(UnaryOperator<Variable> places);

  /** Computes outputs and assignments. Allocates nothing. */
  void run();

  /** Copies an output into a tensor of its type. */
  void output(int index, Tensor into);

  /** Returns the first element of an output. */
  float scalar(int index);
}
