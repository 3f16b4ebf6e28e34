// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import java.util.List;

/**
 * A pendulum that must be swung up and held upright by a torque of -2 to 2 N m, like Gymnasium's
 * {@code Pendulum-v1} without its limit of 200 steps. The variables are the angle from upright
 * (rad) and the angular velocity; the observation is the cosine and sine of the angle, and the
 * velocity. The reward is minus (angle² + 0.1 velocity² + 0.001 torque²).
 */
public final class Pendulum extends SimpleEnv {
  private static final double FASTEST = 8;
  private static final double STRONGEST = 2;
  private static final double TAU = 0.05; // seconds between two steps
  private static final double GRAVITY = 10;

  private final double[] variables = new double[2];

  /** Creates an environment. */
  public Pendulum() {
    super(
        "Pendulum",
        Box.of(new double[] {-1, -1, -FASTEST}, new double[] {1, 1, FASTEST}),
        Box.of(-STRONGEST, STRONGEST, 1));
  }

  @Override
  protected double[] variables() {
    return variables;
  }

  @Override
  protected List<String> resetOptions() {
    return List.of("x_init", "y_init");
  }

  @Override
  protected void start(Reset how, Step first) {
    double angle = how.option("x_init", Math.PI);
    double speed = how.option("y_init", 1);
    variables[0] = random().uniform(-angle, angle);
    variables[1] = random().uniform(-speed, speed);
    observe(first);
  }

  /** As in Gymnasium, a torque that is too large is clipped, not rejected. */
  @Override
  protected boolean accepts(double[] action) {
    return action.length == 1 && Double.isFinite(action[0]);
  }

  @Override
  protected void act(double[] action, Step next) {
    double angle = variables[0];
    double speed = variables[1];
    double torque = Math.clamp(action[0], -STRONGEST, STRONGEST);
    double off = fromUpright(angle);
    next.reward(-(off * off + 0.1 * (speed * speed) + 0.001 * (torque * torque)));
    double faster = speed + (3 * GRAVITY / 2 * Trigonometry.sin(angle) + 3.0 * torque) * TAU;
    variables[1] = Math.clamp(faster, -FASTEST, FASTEST);
    variables[0] = angle + variables[1] * TAU;
    observe(next);
  }

  /** Returns the angle in [-pi, pi). The remainder is Python's, which is never negative. */
  private static double fromUpright(double angle) {
    double remainder = (angle + Math.PI) % (2 * Math.PI);
    return (remainder < 0 ? remainder + 2 * Math.PI : remainder) - Math.PI;
  }

  private void observe(Step step) {
    float[] observation = step.observation();
    observation[0] = (float) Trigonometry.cos(variables[0]);
    observation[1] = (float) Trigonometry.sin(variables[0]);
    observation[2] = (float) variables[1];
  }
}
