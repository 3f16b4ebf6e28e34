// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;

/**
 * The steps of a rollout in several environments, with the advantages of the actions (generalised
 * advantage estimation; Schulman et al. 2016), read as minibatches in random order.
 */
final class Rollout {
  private final int steps;
  private final int count; // number of environments
  private final int size; // elements of an observation
  private final float[] observations;
  private final int width; // elements of an action
  private final float[] actions;
  private final float[] logProbabilities;
  private final float[] values;
  private final double[] rewards;
  private final boolean[] ends;
  private final float[] advantages;
  private final float[] returns;
  private final int[] order;

  Rollout(int steps, int count, int size, int width) {
    this.steps = steps;
    this.count = count;
    this.size = size;
    this.width = width;
    int all = Math.multiplyExact(steps, count);
    observations = new float[Math.multiplyExact(all, size)];
    actions = new float[Math.multiplyExact(all, width)];
    logProbabilities = new float[all];
    values = new float[all];
    rewards = new double[all];
    ends = new boolean[all];
    advantages = new float[all];
    returns = new float[all];
    order = new int[all];
    Arrays.setAll(order, i -> i);
  }

  /** Returns the observations, row after row; the live array. */
  float[] observations() {
    return observations;
  }

  int length() {
    return order.length;
  }

  /** Records the observations and actions of a step. */
  void chosen(int step, float[] seen, float[] taken, float[] logs, float[] estimates) {
    System.arraycopy(seen, 0, observations, step * count * size, count * size);
    System.arraycopy(taken, 0, actions, step * count * width, count * width);
    System.arraycopy(logs, 0, logProbabilities, step * count, count);
    System.arraycopy(estimates, 0, values, step * count, count);
  }

  /** Records the result of the step in one environment. */
  void outcome(int step, int environment, double reward, boolean ended) {
    rewards[step * count + environment] = reward;
    ends[step * count + environment] = ended;
  }

  /**
   * Computes advantages and returns.
   *
   * @param last the values of the observations after the last step
   */
  void estimate(double gamma, double lambda, float[] last) {
    for (int e = 0; e < count; e++) {
      double advantage = 0;
      double next = last[e];
      for (int t = steps - 1; t >= 0; t--) {
        int i = t * count + e;
        double on = ends[i] ? 0 : 1;
        double delta = rewards[i] + gamma * on * next - values[i];
        advantage = delta + gamma * lambda * on * advantage;
        advantages[i] = (float) advantage;
        returns[i] = (float) (advantage + values[i]);
        next = values[i];
      }
    }
  }

  float advantage(int step, int environment) {
    return advantages[step * count + environment];
  }

  /** Shuffles the steps. */
  void shuffle(NumPyRandom random) {
    for (int i = 0; i < order.length; i++) {
      int j = random.integers(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  /** The tensors of a minibatch, overwritten by each read. */
  static final class Minibatch {
    final Tensor observations;
    final Tensor actions;
    final Tensor logProbabilities;
    final Tensor advantages;
    final Tensor values;
    final Tensor returns;

    Minibatch(int rows, Shape observation, int width) {
      int[] dims = new int[observation.rank() + 1];
      dims[0] = rows;
      System.arraycopy(observation.dims(), 0, dims, 1, observation.rank());
      observations = Tensor.zeros(Shape.of(dims));
      actions = Tensor.zeros(Shape.of(rows, width));
      logProbabilities = Tensor.zeros(Shape.of(rows));
      advantages = Tensor.zeros(Shape.of(rows));
      values = Tensor.zeros(Shape.of(rows));
      returns = Tensor.zeros(Shape.of(rows));
    }
  }

  /** Reads rows, starting at a position in the shuffled order. */
  void read(int from, Minibatch into) {
    int rows = into.returns.size();
    for (int r = 0; r < rows; r++) {
      int i = order[from + r];
      System.arraycopy(observations, i * size, into.observations.floats(), r * size, size);
      System.arraycopy(actions, i * width, into.actions.floats(), r * width, width);
      into.logProbabilities.floats()[r] = logProbabilities[i];
      into.advantages.floats()[r] = advantages[i];
      into.values.floats()[r] = values[i];
      into.returns.floats()[r] = returns[i];
    }
  }
}
