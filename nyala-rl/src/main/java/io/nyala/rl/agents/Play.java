// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.settings.Arguments;
import java.util.function.ToIntFunction;

/** Plays episodes with whatever chooses the actions. */
public final class Play {
  private Play() {}

  /**
   * Plays.
   *
   * @param firstSeed of the first episode; the others have the next ones
   * @param chooser gives an action for an observation, which it must not keep
   * @throws IllegalStateException if the environment gives a reward that is no number
   */
  public static Returns episodes(
      Env env, int episodes, long firstSeed, ToIntFunction<float[]> chooser) {
    Arguments.given("env", env);
    Arguments.given("chooser", chooser);
    double[] returns = new double[episodes];
    long steps = 0;
    for (int i = 0; i < episodes; i++) {
      Step step = env.reset(Reset.seed(firstSeed + i));
      do {
        step = env.step(chooser.applyAsInt(step.observation()));
        returns[i] += rewardOf(env, step);
        steps++;
      } while (!step.ended());
    }
    return Returns.of(returns, steps);
  }

  /** Returns the reward of a step, which must be a number. */
  static double rewardOf(Env env, Step step) {
    double reward = step.reward();
    if (!Double.isFinite(reward)) {
      throw new IllegalStateException(
          "%s gave the reward %s; rewards must be finite numbers. EnvChecker.check finds such faults"
              .formatted(env, reward));
    }
    return reward;
  }
}
