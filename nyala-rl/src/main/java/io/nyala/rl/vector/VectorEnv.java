// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

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
  Space actionSpace();

  /**
   * Starts an episode in each environment.
   *
   * @param seed the seed of the first environment. The others use the following seeds
   */
  VectorStep reset(long seed);

  /**
   * Performs an action in each environment, where actions are {@link io.nyala.rl.spaces.Discrete}.
   *
   * @param actions one action per environment
   * @return the step object of the environments, which the next call overwrites
   * @throws IllegalArgumentException if an action is outside the space, or the number of actions is
   *     wrong
   * @throws IllegalStateException before {@code reset}
   */
  default VectorStep step(int[] actions) {
    throw new UnsupportedOperationException(
        "%s: actions are %s, so give rows of numbers, not single integers"
            .formatted(this, actionSpace()));
  }

  /**
   * Performs an action in each environment, where actions are rows of numbers.
   *
   * @param actions one row per environment, row after row
   * @return the step object of the environments, which the next call overwrites
   * @throws IllegalArgumentException if an action is outside the space, or there are too few or too
   *     many
   * @throws IllegalStateException before {@code reset}
   */
  default VectorStep step(double[] actions) {
    throw new UnsupportedOperationException(
        "%s: actions are %s, so give one integer per environment".formatted(this, actionSpace()));
  }

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
