// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.policies;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Arguments;

/**
 * Takes a random action with probability epsilon, and the best action otherwise.
 *
 * @param epsilon the probability of a random action, in [0, 1]
 */
public record EpsilonGreedy(Annealed epsilon) implements Policy {
  /** Rejects values outside [0, 1]. */
  public EpsilonGreedy {
    Arguments.given("epsilon", epsilon).requireShare("EpsilonGreedy", "epsilon");
  }

  /** Creates a policy with a constant probability. */
  public EpsilonGreedy(double epsilon) {
    this(Annealed.constant(epsilon));
  }

  @Override
  public double exploration(long step) {
    return epsilon.at(step);
  }

  @Override
  public int choose(float[] values, long step, NumPyRandom random) {
    return random.nextDouble() < epsilon.at(step)
        ? random.integers(values.length)
        : Policy.best(values);
  }
}
