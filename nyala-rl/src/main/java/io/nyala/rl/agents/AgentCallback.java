// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.Map;

/** A callback for the training of an agent. */
public interface AgentCallback {
  /**
   * Called after each episode of training.
   *
   * @param step the number of steps so far
   * @param total the sum of the rewards of the episode
   * @param length the number of steps of the episode
   */
  default void onEpisode(long step, double total, int length) {}

  /**
   * Called after each evaluation.
   *
   * @param step the number of steps so far
   * @param greedy the returns of episodes without exploration
   */
  default void onEvaluation(long step, Returns greedy) {}

  /**
   * Called after each epoch, a number of steps set by {@link AgentOptions#epoch}.
   *
   * @param step the number of steps so far
   * @param measures the measures of this epoch: {@code episode_return} and {@code episode_length},
   *     means over the episodes that ended in it; {@code loss}, {@code td_error} and {@code q},
   *     means over the updates; {@code epsilon} of the exploration; {@code steps_per_second}. NaN
   *     if not available
   */
  default void onEpoch(long step, Map<String, Double> measures) {}

  /**
   * Called after each step; true ends the training.
   *
   * @param step the number of steps so far
   */
  default boolean onStep(long step) {
    return false;
  }
}
