// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of an action in each of several environments. Each step overwrites it. */
public final class VectorStep {
  private final int size;
  private final float[] observations;
  private final float[] finalObservations;
  private final double[] rewards;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final double[] returns;
  private final int[] lengths;
  private int ended;

  /**
   * Allocates the arrays.
   *
   * @param count the number of environments
   * @param size the number of elements of an observation
   */
  public VectorStep(int count, int size) {
    this.size = size;
    observations = new float[count * size];
    finalObservations = new float[count * size];
    rewards = new double[count];
    terminated = new boolean[count];
    truncated = new boolean[count];
    returns = new double[count];
    lengths = new int[count];
  }

  /** Returns the number of environments. */
  public int count() {
    return rewards.length;
  }

  /**
   * Returns the observations for the next actions, one row per environment. If an episode has
   * ended, this is the first observation of the next one.
   */
  public float[] observations() {
    return observations;
  }

  /**
   * Returns the observations after the actions, one row per environment, including the final ones
   * of ended episodes.
   */
  public float[] finalObservations() {
    return finalObservations;
  }

  /** Returns the reward of each environment. */
  public double[] rewards() {
    return rewards;
  }

  /** Returns for each environment whether the episode was terminated. */
  public boolean[] terminated() {
    return terminated;
  }

  /** Returns for each environment whether the episode was truncated. */
  public boolean[] truncated() {
    return truncated;
  }

  /** Returns whether the episode of an environment was terminated or truncated. */
  public boolean ended(int environment) {
    return terminated[environment] || truncated[environment];
  }

  /** Returns the number of episodes that ended in this step. */
  public int endedCount() {
    return ended;
  }

  /** Returns the sum of the rewards of each episode so far, including ended ones. */
  public double[] returns() {
    return returns;
  }

  /** Returns the number of steps of each episode so far, including ended ones. */
  public int[] lengths() {
    return lengths;
  }

  // For environments

  /** Resets the episodes of all environments. */
  void clear() {
    Arrays.fill(rewards, 0);
    Arrays.fill(terminated, false);
    Arrays.fill(truncated, false);
    Arrays.fill(returns, 0);
    Arrays.fill(lengths, 0);
    ended = 0;
  }

  /** Returns the state to save: observations, and the results of the current episodes. */
  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    List<Double> all = new ArrayList<>();
    for (float each : observations) {
      all.add((double) each);
    }
    state.put("observations", all);
    state.put("returns", Arrays.stream(returns).boxed().toList());
    state.put("lengths", Arrays.stream(lengths).mapToDouble(n -> n).boxed().toList());
    state.put("ended", Arrays.stream(ends()).boxed().toList());
    return state;
  }

  private double[] ends() {
    double[] ends = new double[count()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = ended(i) ? 1 : 0;
    }
    return ends;
  }

  void restore(Map<?, ?> state) {
    double[] all = Checks.numbers(state, "observations", observations.length);
    for (int i = 0; i < all.length; i++) {
      observations[i] = (float) all[i];
    }
    double[] sums = Checks.numbers(state, "returns", count());
    double[] steps = Checks.numbers(state, "lengths", count());
    double[] ends = Checks.numbers(state, "ended", count());
    ended = 0;
    for (int i = 0; i < count(); i++) {
      returns[i] = sums[i];
      lengths[i] = (int) steps[i];
      terminated[i] = ends[i] != 0; // the next step only needs to know that it ended
      truncated[i] = false;
      ended += terminated[i] ? 1 : 0;
    }
  }

  /** Returns the offset of the row of an environment. */
  int row(int environment) {
    return environment * size;
  }

  /** Clears the episodes that ended in the previous step, and counts this step. */
  void beginStep() {
    if (ended > 0) {
      for (int i = 0; i < returns.length; i++) {
        if (terminated[i] | truncated[i]) {
          returns[i] = 0;
          lengths[i] = 0;
        }
      }
    }
    ended = 0;
  }

  void countEnd() {
    ended++;
  }
}
