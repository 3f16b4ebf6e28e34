// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;

/** A learner whose actions are numbers from 0. */
interface DiscreteLearner extends Learner {
  /** Returns the number of actions. */
  int actions();

  /** Returns an action with exploration, given the number of steps so far. */
  int act(float[] observation, long steps, NumPyRandom random);

  /** Returns the action with the highest estimated value. */
  int greedy(float[] observation);

  /**
   * Learns from a step.
   *
   * @param steps the number of steps so far, including this one
   */
  void learn(float[] before, int action, Step next, long steps, NumPyRandom random);

  @Override
  default int actionSize() {
    return 1;
  }

  @Override
  default void act(float[] observation, long steps, NumPyRandom random, double[] action) {
    action[0] = act(observation, steps, random);
  }

  @Override
  default void greedy(float[] observation, double[] action) {
    action[0] = greedy(observation);
  }

  @Override
  default Step step(Env env, double[] action) {
    return env.step((int) action[0]);
  }

  @Override
  default void learn(float[] before, double[] action, Step next, long steps, NumPyRandom random) {
    learn(before, (int) action[0], next, steps, random);
  }
}
