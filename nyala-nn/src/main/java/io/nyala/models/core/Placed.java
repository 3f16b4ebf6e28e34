// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.plan.Execution;
import io.nyala.variables.Variable;
import java.util.function.UnaryOperator;

/** A computation that runs on a model's variables, or on substitutes for them. */
public interface Placed {
  /**
   * Makes subsequent runs use other variables.
   *
   * @param places maps each variable of the model to the one to use. The identity selects the
   *     model's own
   */
  void variables(UnaryOperator<Variable> places);

  /** Runs once with the loaded data. */
  void run();

  /** Wraps an execution. */
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

  /** Stores the changes that layers made in the latest run, if the run has not done so. */
  default void commit() {}
}
