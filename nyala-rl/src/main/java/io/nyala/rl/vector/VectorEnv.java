// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import java.util.Map;

/**
 * Several environments of one kind that step together. When an episode ends, the next one begins in
 * the same step; {@link VectorStep} has both the final observation and the first one of the next
 * episode, so that a learner cannot confuse them.
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
   * @throws IllegalArgumentException if an action is outside the space, or the number of actions is
   *     wrong
   * @throws IllegalStateException before {@code reset}
   */
  VectorStep step(int[] actions);

  /**
   * Returns the complete state for {@link #restore}, including random numbers. By default this is
   * not supported, and training cannot be resumed.
   *
   * @throws UnsupportedOperationException by default
   */
  default Map<String, Object> state() {
    throw new UnsupportedOperationException(
        "%s cannot be kept in a checkpoint; implement state() and restore(...)".formatted(this));
  }

  /**
   * Restores a state returned by {@link #state}.
   *
   * @return the step of that state, with its observations
   * @throws IllegalArgumentException if it is the state of other environments
   */
  default VectorStep restore(Map<String, Object> state) {
    throw new UnsupportedOperationException(
        "%s cannot go on from a checkpoint; implement state() and restore(...)".formatted(this));
  }
}
