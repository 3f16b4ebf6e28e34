// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.ops.Variable;
import java.util.List;

/**
 * Keeps the whole state of a training somewhere, so that it can go on after an interruption as if
 * there had been none; see {@link FitOptions#checkpoints}.
 */
public interface Checkpointer {
  /**
   * Fills the variables with what was saved last.
   *
   * @param variables weights, states and the optimizer's variables, in a fixed order
   * @return how far the training had come, or null if nothing was saved yet
   * @throws IllegalArgumentException if what was saved belongs to another model
   */
  Progress restore(List<Variable> variables);

  /**
   * Tells whether to save now. Asked after each step and after each epoch. Where vectors of an
   * embedding wait for updates, saving waits until none does, a few hundred steps at most, or until
   * the epoch is over.
   *
   * @param steps made since the training began or went on
   * @param epochEnds whether an epoch has just ended, validation and callbacks included
   */
  boolean isDue(long steps, boolean epochEnds);

  /** Saves; the variables are windows on the live numbers, to be read before this returns. */
  void save(Progress progress, List<Variable> variables);
}
