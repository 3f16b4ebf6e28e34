// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.List;
import java.util.Map;

/**
 * The part of an agent that chooses actions and learns, run by an {@link AgentLoop}. Actions are
 * arrays as in {@link Env#step(double[])}.
 */
public interface Learner {
  /** Returns the number of elements of an action, 1 for discrete ones. */
  int actionSize();

  /**
   * Chooses an action with exploration.
   *
   * @param steps the number of steps so far
   * @param action receives the action
   */
  void act(float[] observation, long steps, NumPyRandom random, double[] action);

  /**
   * Chooses the action with the highest estimated value.
   *
   * @param action receives the action
   */
  void greedy(float[] observation, double[] action);

  /** Performs an action. */
  default Step step(Env env, double[] action) {
    return env.step(action);
  }

  /** Returns the probability of a random action after a number of steps, or NaN if unknown. */
  double exploration(long steps);

  /** Returns the number of steps before learning starts; 0 by default. */
  default long startsAfter() {
    return 0;
  }

  /** Abandons the current episode. */
  void leave();

  /**
   * Learns from a step.
   *
   * @param action the action, overwritten later
   * @param steps the number of steps so far, including this one
   */
  void learn(float[] before, double[] action, Step next, long steps, NumPyRandom random);

  /** Returns measures of the learning since the last call. */
  Map<String, Double> measures();

  /** Returns a copy of what was learned. */
  List<Tensor> weights();

  /** Restores what was learned. */
  void weights(List<Tensor> weights);

  /** Returns the settings as a string. A checkpoint with other settings is rejected. */
  String settings();

  /** Returns every variable that changes, in an order that stays the same. */
  List<Variable> variables();

  /** Returns the remaining state on which learning depends. */
  Map<String, Object> state();

  /** Restores {@link #state}; the variables must be restored first. */
  void restore(Map<String, Object> state);
}
