// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;

/**
 * Some environments of one kind that act at the same time. Where an episode ends the next one
 * begins in the same step; {@link VectorStep} has both the observation in which it ended and the
 * one to go on from, so that a learner cannot take one for the other.
 */
public interface VectorEnv {
  /** Returns how many environments there are. */
  int count();

  /** Returns what an observation of one environment can be. */
  Space observationSpace();

  /** Returns what an action in one environment can be. */
  Discrete actionSpace();

  /**
   * Begins an episode in each environment.
   *
   * @param seed of the first; the others have the next ones
   */
  VectorStep reset(long seed);

  /**
   * Acts in each environment.
   *
   * @param actions one for each
   * @return the environments' own, written anew by the next call
   * @throws IllegalArgumentException if an action is outside the space, or there are too few or too
   *     many
   * @throws IllegalStateException before {@code reset}
   */
  VectorStep step(int[] actions);
}
