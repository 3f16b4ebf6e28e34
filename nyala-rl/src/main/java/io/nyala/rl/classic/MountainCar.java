// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import java.util.List;

/**
 * A car in a valley must swing to get out, by accelerating to the left (0), not at all (1), or to
 * the right (2). The same as Gymnasium's {@code MountainCar-v0} without its limit of 200 steps
 * (Moore 1990). The variables are position and velocity; the reward is -1 per step.
 */
public final class MountainCar extends SimpleEnv {
  static final double LEFT_END = -1.2;
  static final double RIGHT_END = 0.6;
  static final double FASTEST = 0.07;
  static final double GRAVITY = 0.0025;
  static final double START_LOW = -0.6;
  static final double START_HIGH = -0.4;
  private static final double GOAL = 0.5;
  private static final double FORCE = 0.001;

  private final double[] variables = new double[2];

  /** Creates an environment. */
  public MountainCar() {
    super("MountainCar", observations(), new Discrete(3));
  }

  static Box observations() {
    return Box.of(new double[] {LEFT_END, -FASTEST}, new double[] {RIGHT_END, FASTEST});
  }

  @Override
  protected double[] variables() {
    return variables;
  }

  @Override
  protected List<String> resetOptions() {
    return Bounds.OPTIONS;
  }

  @Override
  protected void start(Reset how, Step first) {
    double low = Bounds.low(this, how, START_LOW, START_HIGH);
    variables[0] = random().uniform(low, how.option("high", START_HIGH));
    variables[1] = 0;
    observe(first);
  }

  @Override
  protected void act(int action, Step next) {
    double velocity =
        variables[1] + ((action - 1) * FORCE + Trigonometry.cos(3 * variables[0]) * -GRAVITY);
    velocity = Math.clamp(velocity, -FASTEST, FASTEST);
    double position = Math.clamp(variables[0] + velocity, LEFT_END, RIGHT_END);
    if (position == LEFT_END && velocity < 0) {
      velocity = 0;
    }
    variables[0] = position;
    variables[1] = velocity;
    next.terminated(position >= GOAL && velocity >= 0).reward(-1);
    observe(next);
  }

  private void observe(Step step) {
    step.observation()[0] = (float) variables[0];
    step.observation()[1] = (float) variables[1];
  }
}
