// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.Map;

/** Is told how the training of an agent goes on. */
public interface AgentCallback {
  /**
   * Called after each episode of training.
   *
   * @param step how many steps the agent has made
   * @param total the sum of its rewards
   * @param length the number of its steps
   */
  default void onEpisode(long step, double total, int length) {}

  /**
   * Called after each evaluation.
   *
   * @param step how many steps the agent has made
   * @param greedy what came of episodes without exploration
   */
  default void onEvaluation(long step, Returns greedy) {}

  /**
   * Called after each epoch, which is some steps ({@link AgentOptions#epoch}).
   *
   * @param step how many steps the agent has made
   * @param measures of this epoch: {@code episode_return} and {@code episode_length}, means of the
   *     episodes that ended in it; {@code loss}, {@code td_error} and {@code q}, means of what was
   *     learned; {@code epsilon} of the exploration; {@code steps_per_second}. NaN where there is
   *     nothing
   */
  default void onEpoch(long step, Map<String, Double> measures) {}

  /**
   * Called after each step; true ends the training.
   *
   * @param step how many steps the agent has made
   */
  default boolean onStep(long step) {
    return false;
  }
}
