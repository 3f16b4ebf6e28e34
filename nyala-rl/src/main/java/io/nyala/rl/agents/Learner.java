// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.List;
import java.util.Map;

/** What an {@link AgentLoop} lets act and learn. */
interface Learner {
  /** Returns the number of actions. */
  int actions();

  /** Returns an action, after so many steps; with exploration. */
  int act(float[] observation, long steps, NumPyRandom random);

  /** Returns the best action, as far as is known. */
  int greedy(float[] observation);

  /** Returns how likely an action at random is after so many steps; NaN if that cannot be said. */
  double exploration(long steps);

  /** Says that the episode that was under way is left. */
  void leave();

  /**
   * Learns from a step.
   *
   * @param steps made so far, this one included
   */
  void learn(float[] before, int action, Step next, long steps, NumPyRandom random);

  /** Returns measures of the learning since the last call. */
  Map<String, Double> measures();

  /** Returns a copy of what was learned. */
  List<Tensor> weights();

  /** Puts back what was learned. */
  void weights(List<Tensor> weights);

  /** Returns the settings as a text; a checkpoint of others is refused. */
  String settings();

  /** Returns every variable that changes, in an order that stays the same. */
  List<Variable> variables();

  /** Returns what else the learning depends on. */
  Map<String, Object> state();

  /** Goes on from {@link #state}, once the variables are filled. */
  void restore(Map<String, Object> state);
}
