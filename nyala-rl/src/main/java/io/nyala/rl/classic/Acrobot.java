// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import java.util.List;

/**
 * Two links hang from a fixed point, with a torque of -1, 0 or 1 (actions 0 to 2) at the joint
 * between them; the task is to swing the free end above a height of 1. The same as Gymnasium's
 * {@code Acrobot-v1} without its limit of 500 steps (Sutton 1996, the equations of the book). The
 * variables are both angles (rad), the second relative to the first link, and their velocities; the
 * reward is -1 per step until the end.
 */
public final class Acrobot extends SimpleEnv {
  private static final double TAU = 0.2; // seconds between two steps
  private static final double FASTEST_1 = 4 * Math.PI;
  private static final double FASTEST_2 = 9 * Math.PI;
  private static final double CENTRE = 0.5; // centre of mass of each link, which is 1 m long
  private static final double GRAVITY = 9.8;
  private static final double START = 0.1;

  private final double[] variables = new double[4];

  // Buffers for the four slopes of the Runge-Kutta method.
  private final double[] k1 = new double[4];
  private final double[] k2 = new double[4];
  private final double[] k3 = new double[4];
  private final double[] k4 = new double[4];
  private final double[] at = new double[4];

  /** Creates an environment. */
  public Acrobot() {
    super(
        "Acrobot",
        Box.of(
            new double[] {-1, -1, -1, -1, -FASTEST_1, -FASTEST_2},
            new double[] {1, 1, 1, 1, FASTEST_1, FASTEST_2}),
        new Discrete(3));
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
    for (int i = 0; i < variables.length; i++) {
      variables[i] = (float) random().uniform(low, how.option("high", START));
    }
    observe(first);
  }

  @Override
  protected void act(int action, Step next) {
    double[] v = variables;
    integrate(action - 1);
    v[0] = wrapped(v[0]);
    v[1] = wrapped(v[1]);
    v[2] = Math.clamp(v[2], -FASTEST_1, FASTEST_1);
    v[3] = Math.clamp(v[3], -FASTEST_2, FASTEST_2);
    boolean up = -Trigonometry.cos(v[0]) - Trigonometry.cos(v[1] + v[0]) > 1.0;
    next.terminated(up).reward(up ? 0 : -1);
    observe(next);
  }

  /** Performs a step of the classic Runge-Kutta method. */
  private void integrate(double torque) {
    slope(variables, torque, k1);
    slope(moved(TAU / 2, k1), torque, k2);
    slope(moved(TAU / 2, k2), torque, k3);
    slope(moved(TAU, k3), torque, k4);
    for (int i = 0; i < variables.length; i++) {
      variables[i] += TAU / 6.0 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
  }

  private double[] moved(double time, double[] slope) {
    for (int i = 0; i < at.length; i++) {
      at[i] = variables[i] + time * slope[i];
    }
    return at;
  }

  /** Computes the equations of motion, with masses, moments of inertia and lengths of 1. */
  private static void slope(double[] v, double torque, double[] into) {
    double speed1 = v[2];
    double speed2 = v[3];
    double cos2 = Trigonometry.cos(v[1]);
    double sin2 = Trigonometry.sin(v[1]);
    double square = CENTRE * CENTRE;
    double d1 = square + (1 + square + 2 * CENTRE * cos2) + 1 + 1;
    double d2 = square + CENTRE * cos2 + 1;
    double phi2 = CENTRE * GRAVITY * Trigonometry.cos(v[0] + v[1] - Math.PI / 2.0);
    double phi1 =
        -CENTRE * (speed2 * speed2) * sin2
            - 2 * CENTRE * speed2 * speed1 * sin2
            + (CENTRE + 1) * GRAVITY * Trigonometry.cos(v[0] - Math.PI / 2)
            + phi2;
    double turn2 =
        (torque + d2 / d1 * phi1 - CENTRE * (speed1 * speed1) * sin2 - phi2)
            / (square + 1 - d2 * d2 / d1);
    into[0] = speed1;
    into[1] = speed2;
    into[2] = -(d2 * turn2 + phi1) / d1;
    into[3] = turn2;
  }

  private static double wrapped(double angle) {
    double x = angle;
    while (x > Math.PI) {
      x -= 2 * Math.PI;
    }
    while (x < -Math.PI) {
      x += 2 * Math.PI;
    }
    return x;
  }

  private void observe(Step step) {
    float[] observation = step.observation();
    observation[0] = (float) Trigonometry.cos(variables[0]);
    observation[1] = (float) Trigonometry.sin(variables[0]);
    observation[2] = (float) Trigonometry.cos(variables[1]);
    observation[3] = (float) Trigonometry.sin(variables[1]);
    observation[4] = (float) variables[2];
    observation[5] = (float) variables[3];
  }
}
