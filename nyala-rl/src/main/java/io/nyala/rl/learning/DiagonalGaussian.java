// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.rl.vector.VectorStep;

/**
 * Independent normal distributions of the elements of an action, with standard deviations that do
 * not depend on the observation. The parameters are means and log standard deviations. Actions are
 * clipped to the bounds only when an environment performs them.
 */
public final class DiagonalGaussian implements ActionDistribution {
  private final Box box;
  private final int n;
  private final double logStd;
  private double[] clipped = {}; // actions of the latest step

  DiagonalGaussian(Box box, double logStd) {
    this.box = box;
    this.n = box.size();
    this.logStd = logStd;
  }

  @Override
  public int outputs() {
    return n;
  }

  @Override
  public int actionSize() {
    return n;
  }

  @Override
  public Value head(Value outputs) {
    return new LearnedConstants(n, logStd).apply(outputs);
  }

  @Override
  public Value prepared(Value parameters) {
    return parameters;
  }

  @Override
  public Value logProbability(Value prepared, Value actions) {
    return Gaussians.logDensity(Ops.slice(prepared, 1, 0, n), logStd(prepared), actions);
  }

  private Value logStd(Value prepared) {
    return Ops.slice(prepared, 1, n, n);
  }

  @Override
  public Value entropy(Value prepared) {
    return Gaussians.entropy(logStd(prepared));
  }

  @Override
  public float draw(float[] prepared, int row, NumPyRandom random, float[] actions) {
    int at = row * 2 * n;
    double log = 0;
    for (int i = 0; i < n; i++) {
      double deviation = prepared[at + n + i];
      double standard = Gaussians.draw(random);
      actions[row * n + i] = (float) (prepared[at + i] + StrictMath.exp(deviation) * standard);
      log -= 0.5 * standard * standard + deviation + Gaussians.HALF_LOG_TWO_PI;
    }
    return (float) log;
  }

  @Override
  public VectorStep step(VectorEnv envs, float[] actions) {
    if (clipped.length != actions.length) {
      clipped = new double[actions.length];
    }
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = clip(i % n, actions[i]);
    }
    return envs.step(clipped);
  }

  private double clip(int place, float value) {
    if (Float.isNaN(value)) {
      throw new IllegalStateException(
          "an action is NaN: the network is broken; a smaller learning rate may help");
    }
    return Math.clamp(value, box.low(place), box.high(place));
  }

  @Override
  public void best(float[] parameters, double[] action) {
    for (int i = 0; i < n; i++) {
      action[i] = clip(i, parameters[i]);
    }
  }

  @Override
  public Step step(Env env, double[] action) {
    return env.step(action);
  }

  @Override
  public String spread() {
    return "std";
  }

  @Override
  public Value spread(Value prepared) {
    return logStd(prepared).exp().mean();
  }
}
