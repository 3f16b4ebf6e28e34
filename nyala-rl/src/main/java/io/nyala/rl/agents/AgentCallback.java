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
   * @param measures of the training since the evaluation before: {@code loss}, {@code td_error},
   *     {@code q}; NaN where nothing was learned
   */
  default void onEvaluation(long step, Returns greedy, Map<String, Double> measures) {}

  /**
   * Called after each step; true ends the training.
   *
   * @param step how many steps the agent has made
   */
  default boolean onStep(long step) {
    return false;
  }
}
