// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

import io.nyala.variables.Variable;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the whole state of a training somewhere, so that it can go on after an interruption as if
 * there had been none; see {@link io.nyala.models.FitOptions#checkpoints}.
 */
public interface Checkpointer {
  /**
   * Fills the variables with what was saved last. Called before the first step; what it takes to
   * keep others away meanwhile is given back by {@link #end}.
   *
   * @param variables weights, states and the optimizer's variables, in a fixed order
   * @param check is told how far the training had come, before a single variable is changed, and
   *     throws if this training is another one
   * @return how far the training had come, or null if nothing was saved yet
   * @throws IllegalArgumentException if what was saved belongs to another model
   */
  Progress restore(List<Variable> variables, Consumer<Progress> check);

  /**
   * Returns whether to save now. Asked after each step and after each epoch. Where vectors of an
   * embedding wait for updates, saving waits until none does, a few hundred steps at most, or until
   * the epoch is over.
   *
   * @param steps made since the training began or went on
   * @param epochEnds whether an epoch has just ended, validation and callbacks included
   */
  boolean isDue(long steps, boolean epochEnds);

  /** Saves; the variables are windows on the live numbers, to be read before this returns. */
  void save(Progress progress, List<Variable> variables);

  /**
   * Tells whether a training comes in parts, each of which goes on to a later epoch than the one
   * before, so that nobody needs to be told.
   */
  default boolean inParts() {
    return false;
  }

  /** Told that the training is over or has failed: nothing more will be saved. */
  default void end() {}
}
