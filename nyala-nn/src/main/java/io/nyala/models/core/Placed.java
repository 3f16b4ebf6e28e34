// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.plan.Execution;
import io.nyala.variables.Variable;
import java.util.function.UnaryOperator;

/** Something that runs on a model's variables, or on others in their place. */
public interface Placed {
  /**
   * Lets the runs to come use other variables.
   *
   * @param places gives the variable for each of the model; the identity for the model's own
   */
  void variables(UnaryOperator<Variable> places);

  /** Runs once with what was loaded. */
  void run();

  /** Returns an execution as something that runs on variables. */
  static Placed of(Execution execution) {
    return new Placed() {
      @Override
      public void variables(UnaryOperator<Variable> places) {
        execution.variables(places);
      }

      @Override
      public void run() {
        execution.run();
      }
    };
  }

  /** Makes what layers changed in the latest run their content, if the run has not done so. */
  default void commit() {}
}
