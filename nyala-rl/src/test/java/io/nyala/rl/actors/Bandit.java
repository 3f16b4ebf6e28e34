// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;

/** One action, and the task is over: minus the square of its distance from the best one. */
final class Bandit extends SimpleEnv {
  static final double BEST = 1.3; // of 0 to 2
  private final double[] none = new double[1];

  Bandit() {
    super("Bandit", Box.of(0, 1, 1), Box.of(0, 2, 1));
  }

  @Override
  protected double[] variables() {
    return none;
  }

  @Override
  protected void start(Reset how, Step first) {
    first.observation()[0] = 1;
  }

  @Override
  protected void act(double[] action, Step next) {
    next.observation()[0] = 1;
    next.reward(-(action[0] - BEST) * (action[0] - BEST)).terminated(true);
  }
}
