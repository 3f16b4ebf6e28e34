// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import java.util.List;

/**
 * A pole on a cart that is pushed to the left (0) or to the right (1), like Gymnasium's {@code
 * CartPole-v1} without its limit of 500 steps (Barto, Sutton and Anderson 1983). The four variables
 * are the position (m) and velocity of the cart, and the angle (rad) and angular velocity of the
 * pole; the reward is 1 per step. The episode ends when the cart is more than 2.4 m from the
 * centre, or the pole more than 12 degrees from upright.
 */
public final class CartPole extends SimpleEnv {

  /** Acceleration, in m/s². */
  public static final double GRAVITY = 9.8;

  /** Mass of the pole, in kg. */
  public static final double POLE_MASS = 0.1;

  /** Total mass of pole and cart, in kg. */
  public static final double TOTAL_MASS = POLE_MASS + 1.0;

  /** Half the length of the pole, in m. */
  public static final double LENGTH = 0.5;

  /** Mass of the pole times half its length. */
  public static final double POLE_MASS_LENGTH = POLE_MASS * LENGTH;

  /** Force of a push, in N. */
  public static final double FORCE = 10.0;

  /** Time between two steps, in seconds. */
  public static final double TAU = 0.02;

  /** The position, in metres, beyond which an episode ends. */
  public static final double POSITION_LIMIT = 2.4;

  /** The angle, in radians, beyond which an episode ends. */
  public static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;

  /** The bound of the initial variables, of either sign. */
  public static final double START = 0.05;

  private final double[] variables = new double[4];
  private final boolean suttonBartoReward;

  /** Creates an environment. */
  public CartPole() {
    this(false);
  }

  /**
   * Creates an environment.
   *
   * @param suttonBartoReward whether rewards are 0 per step and -1 at the end
   */
  public CartPole(boolean suttonBartoReward) {
    super("CartPole", observations(), new Discrete(2));
    this.suttonBartoReward = suttonBartoReward;
  }

  /** Returns the space of observations. */
  public static Box observations() {
    double inf = Double.POSITIVE_INFINITY;
    return Box.of(
        new double[] {-2 * POSITION_LIMIT, -inf, -2 * ANGLE_LIMIT, -inf},
        new double[] {2 * POSITION_LIMIT, inf, 2 * ANGLE_LIMIT, inf});
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
    double low = Bounds.low(this, how, -START, START);
    random().uniform(low, how.option("high", START), variables);
    observe(first);
  }

  @Override
  protected void act(int action, Step next) {
    double[] v = variables;
    double force = action == 1 ? FORCE : -FORCE;
    double angle = v[2];
    double turn = v[3];
    double cos = Trigonometry.cos(angle);
    double sin = Trigonometry.sin(angle);
    double temp = (force + POLE_MASS_LENGTH * (turn * turn) * sin) / TOTAL_MASS;
    double turning =
        (GRAVITY * sin - cos * temp)
            / (LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double pushing = temp - POLE_MASS_LENGTH * turning * cos / TOTAL_MASS;
    v[0] += TAU * v[1];
    v[1] += TAU * pushing;
    v[2] = angle + TAU * turn;
    v[3] = turn + TAU * turning;
    boolean fell = Math.abs(v[0]) > POSITION_LIMIT || Math.abs(v[2]) > ANGLE_LIMIT;
    next.terminated(fell);
    next.reward(suttonBartoReward ? fell ? -1 : 0 : 1);
    observe(next);
  }

  @Override
  public Frame render() {
    return CartPolePicture.of(variables);
  }

  private void observe(Step step) {
    float[] observation = step.observation();
    for (int i = 0; i < variables.length; i++) {
      observation[i] = (float) variables[i];
    }
  }
}
