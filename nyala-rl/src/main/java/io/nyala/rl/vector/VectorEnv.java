// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import java.util.Map;

/**
 * Some environments of one kind that act at the same time. Where an episode ends the next one
 * begins in the same step; {@link VectorStep} has both the observation in which it ended and the
 * one to go on from, so that a learner cannot take one for the other.
 */
public interface VectorEnv {
  /** Returns the number of environments. */
  int count();

  /** Returns the observation space of one environment. */
  Space observationSpace();

  /** Returns the action space of one environment. */
  Discrete actionSpace();

  /**
   * Starts an episode in each environment.
   *
   * @param seed the seed of the first environment. The others use the following seeds
   */
  VectorStep reset(long seed);

  /**
   * Performs an action in each environment.
   *
   * @param actions one action per environment
   * @return the step object of the environments, which the next call overwrites
   * @throws IllegalArgumentException if an action is outside the space, or there are too few or too
   *     many
   * @throws IllegalStateException before {@code reset}
   */
  VectorStep step(int[] actions);

  /**
   * Returns everything on which the rest depends, random numbers included, for {@link #restore}; by
   * default there is no such thing, and training cannot be resumed.
   *
   * @throws UnsupportedOperationException by default
   */
  default Map<String, Object> state() {
    throw new UnsupportedOperationException(
        "%s cannot be kept in a checkpoint; implement state() and restore(...)".formatted(this));
  }

  /**
   * Goes on from where {@link #state} was.
   *
   * @return the step in which that was, with its observations
   * @throws IllegalArgumentException if it is the state of other environments
   */
  default VectorStep restore(Map<String, Object> state) {
    throw new UnsupportedOperationException(
        "%s cannot go on from a checkpoint; implement state() and restore(...)".formatted(this));
  }
}
