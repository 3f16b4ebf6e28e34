// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Discrete;

/** What flies the lander in tests; in single precision, as NumPy computes it. */
enum LanderPolicies {
  /** The rule in Gymnasium's own file. */
  RULE,
  /** At random. */
  RANDOM,
  /** Nothing at all. */
  IDLE;

  Step act(Env env, float[] seen, NumPyRandom random) {
    boolean discrete = env.actionSpace() instanceof Discrete;
    return switch (this) {
      case IDLE -> discrete ? env.step(0) : env.step(new double[2]);
      case RANDOM -> discrete ? env.step(random.integers(4)) : env.step(anything(random));
      case RULE -> discrete ? env.step(rule(seen)) : env.step(throttles(seen));
    };
  }

  private static double[] anything(NumPyRandom random) {
    double main = (float) random.uniform(-1.2, 1.2);
    return new double[] {main, (float) random.uniform(-1.2, 1.2)};
  }

  private static float turn(float[] s) {
    if (s[6] != 0 || s[7] != 0) {
      return 0;
    }
    float target = Math.clamp(s[0] * 0.5f + s[2] * 1.0f, -0.4f, 0.4f);
    return (target - s[4]) * 0.5f - s[5] * 1.0f;
  }

  private static float climb(float[] s) {
    if (s[6] != 0 || s[7] != 0) {
      return -s[3] * 0.5f;
    }
    return (0.55f * Math.abs(s[0]) - s[1]) * 0.5f - s[3] * 0.5f;
  }

  static int rule(float[] s) {
    float turn = turn(s);
    float climb = climb(s);
    if (climb > Math.abs(turn) && climb > 0.05f) {
      return 2;
    }
    return turn < -0.05f ? 3 : turn > 0.05f ? 1 : 0;
  }

  private static double[] throttles(float[] s) {
    float main = Math.clamp(climb(s) * 20 - 1, -1f, 1f);
    return new double[] {main, Math.clamp(-turn(s) * 20, -1f, 1f)};
  }
}
