// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

import io.nyala.variables.Variable;
import java.util.List;
import java.util.function.Consumer;

/**
 * Saves the complete state of a training run, so that it can be resumed after an interruption with
 * the same results. See {@link io.nyala.models.FitOptions#checkpoints}.
 */
public interface Checkpointer {
  /**
   * Restores the variables from the latest checkpoint. Called before the first step. Locks acquired
   * here are released by {@link #end}.
   *
   * @param variables weights, states and the optimizer's variables, in a fixed order
   * @param check receives the saved progress before any variable is changed, and throws if it
   *     belongs to a different training run
   * @return the saved progress, or null if there is no checkpoint yet
   * @throws IllegalArgumentException if the checkpoint belongs to another model
   */
  Progress restore(List<Variable> variables, Consumer<Progress> check);

  /**
   * Returns whether to save now. Called after each step and after each epoch. If rows of an
   * embedding are updated lazily, saving is delayed until all are up to date, at most a few hundred
   * steps, or until the end of the epoch.
   *
   * @param steps the number of steps since training started or resumed
   * @param epochEnds whether an epoch has just ended, including validation and callbacks
   */
  boolean isDue(long steps, boolean epochEnds);

  /**
   * Saves a checkpoint. The variables are views of live data and must be read before this method
   * returns.
   */
  void save(Progress progress, List<Variable> variables);

  /**
   * Returns whether training is run in parts, each of which continues to a later epoch than the
   * previous one, so that no message is needed.
   */
  default boolean inParts() {
    return false;
  }

  /** Called when training has ended or failed. Nothing is saved afterwards. */
  default void end() {}
}
