// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import java.util.List;

/**
 * A car in a valley must swing to get out, with a force of -1 to 1. The same as Gymnasium's {@code
 * MountainCarContinuous-v0} without its limit of 999 steps. The reward is 100 at the goal, minus a
 * tenth of the square of each force. As in Gymnasium, computation is in single precision after the
 * first step, and actions are rounded to float32.
 */
public final class MountainCarContinuous extends SimpleEnv {
  private static final double GOAL = 0.45;
  private static final double GOAL_REWARD = 100;
  private static final double POWER = 0.0015;
  private static final double EFFORT = 0.1;

  /** Position, velocity, and whether they are still the doubles of the initial state. */
  private final double[] variables = new double[3];

  /** Creates an environment. */
  public MountainCarContinuous() {
    super("MountainCarContinuous", MountainCar.observations(), Box.of(-1, 1, 1));
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
    double low = Bounds.low(this, how, MountainCar.START_LOW, MountainCar.START_HIGH);
    variables[0] = random().uniform(low, how.option("high", MountainCar.START_HIGH));
    variables[1] = 0;
    variables[2] = 1;
    observe(first);
  }

  /** As in Gymnasium, a force that is too large is clipped, not rejected. */
  @Override
  protected boolean accepts(double[] action) {
    return action.length == 1 && Double.isFinite(action[0]);
  }

  @Override
  protected void act(double[] action, Step next) {
    float force = (float) action[0];
    double position = variables[0];
    double pull =
        MountainCar.GRAVITY * Trigonometry.cos(firstly() ? 3 * position : 3 * (float) position);
    double push = pushed(force, pull);
    double velocity = firstly() ? variables[1] + push : (float) variables[1] + (float) push;
    velocity = clamped(velocity);
    move(firstly() ? position + velocity : (float) position + (float) velocity, velocity);
    boolean arrived = variables[0] >= (float) GOAL && variables[1] >= 0;
    next.terminated(arrived);
    next.reward((arrived ? GOAL_REWARD : 0) - (double) force * force * EFFORT);
    observe(next);
  }

  private boolean firstly() {
    return variables[2] != 0;
  }

  /** In Gymnasium, a force within bounds is a float32, and a clipped one is a double. */
  private static double pushed(float force, double pull) {
    return Math.abs(force) > 1
        ? Math.signum(force) * POWER - pull
        : force * (float) POWER - (float) pull;
  }

  private static double clamped(double velocity) {
    float fastest = (float) MountainCar.FASTEST;
    return velocity > fastest ? fastest : velocity < -fastest ? -fastest : velocity;
  }

  private void move(double to, double speed) {
    float position = (float) to;
    float velocity = (float) speed;
    position = Math.clamp(position, (float) MountainCar.LEFT_END, (float) MountainCar.RIGHT_END);
    if (position == (float) MountainCar.LEFT_END && velocity < 0) {
      velocity = 0;
    }
    variables[0] = position;
    variables[1] = velocity;
    variables[2] = 0;
  }

  private void observe(Step step) {
    step.observation()[0] = (float) variables[0];
    step.observation()[1] = (float) variables[1];
  }
}
