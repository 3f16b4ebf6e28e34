// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.rl.vector.VectorStep;
import io.nyala.tensor.DType;

/** A categorical distribution of discrete actions. The parameters are logits. */
public final class Categorical implements ActionDistribution {
  private final int n;
  private int[] whole = {}; // actions of the latest step

  Categorical(int n) {
    this.n = n;
  }

  @Override
  public int outputs() {
    return n;
  }

  @Override
  public int actionSize() {
    return 1;
  }

  @Override
  public Value head(Value outputs) {
    return outputs;
  }

  @Override
  public Value prepared(Value parameters) {
    return Ops.logSoftmax(parameters, 1);
  }

  @Override
  public Value logProbability(Value prepared, Value actions) {
    Value which = Ops.cast(Ops.squeeze(actions, 1), DType.INT32);
    return Ops.multiply(prepared, Ops.oneHot(which, n)).sum(1);
  }

  @Override
  public Value entropy(Value prepared) {
    return Ops.multiply(prepared.exp(), prepared).sum(1).negate();
  }

  @Override
  public float draw(float[] prepared, int row, NumPyRandom random, float[] actions) {
    double rest = random.nextDouble();
    int action = 0;
    for (; action < n - 1; action++) {
      rest -= Math.exp(prepared[row * n + action]);
      if (rest < 0) {
        break;
      }
    }
    actions[row] = action;
    return prepared[row * n + action];
  }

  @Override
  public VectorStep step(VectorEnv envs, float[] actions) {
    if (whole.length != actions.length) {
      whole = new int[actions.length];
    }
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) actions[i];
    }
    return envs.step(whole);
  }

  @Override
  public void best(float[] parameters, double[] action) {
    action[0] = Policy.best(parameters);
  }

  @Override
  public Step step(Env env, double[] action) {
    return env.step((int) action[0]);
  }

  @Override
  public String spread() {
    return "entropy";
  }

  @Override
  public Value spread(Value prepared) {
    return entropy(prepared).mean();
  }
}
