// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.policies;

import io.nyala.rl.random.NumPyRandom;

/** Chooses an action from the estimated values of all actions. */
@FunctionalInterface
public interface Policy {
  /**
   * Returns an action.
   *
   * @param values the estimated value of each action
   * @param step the number of environment steps so far
   */
  int choose(float[] values, long step, NumPyRandom random);

  /**
   * Returns the probability of a random action, for reports. The default is NaN, which means
   * unknown.
   *
   * @param step the number of steps made in the environment so far
   */
  default double exploration(long step) {
    return Double.NaN;
  }

  /** Returns the action with the largest value, the first one on a tie. */
  static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    if (Float.isNaN(values[best])) {
      throw new IllegalStateException(
          "the value of an action is NaN: the network is broken; a smaller learning rate may help");
    }
    return best;
  }
}
