// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.settings.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums the rewards of several steps before storing a transition (n-step returns). At the end of an
 * episode, pending steps are stored with fewer rewards. After a step limit, the value of the last
 * observation still counts; after a terminal state, it does not.
 */
public final class NStep {
  private static final String OWNER = "NStep";

  private final ReplayMemory memory;
  private final double gamma;
  private final int n;

  // A ring buffer of pending steps.
  private final float[][] observations;
  private final int[] actions;
  private final double[] rewards;
  private int first;
  private int waiting;

  /**
   * Creates a buffer of pending steps.
   *
   * @param gamma the discount per step, in [0, 1]
   * @param n the number of steps, at least 1
   */
  public NStep(ReplayMemory memory, double gamma, int n) {
    Numbers.share(OWNER, "gamma", gamma);
    if (n < 1) {
      throw new IllegalArgumentException("NStep: n must be at least 1 step, got " + n);
    }
    this.memory = memory;
    this.gamma = gamma;
    this.n = n;
    this.observations = new float[n][memory.observation().size()];
    this.actions = new int[n];
    this.rewards = new double[n];
  }

  /**
   * Adds a copy of a step.
   *
   * @param terminated whether the episode ended in a terminal state
   * @param truncated whether the episode was truncated
   */
  public void add(
      float[] before,
      int action,
      double reward,
      float[] after,
      boolean terminated,
      boolean truncated) {
    int at = (first + waiting) % n;
    System.arraycopy(before, 0, observations[at], 0, before.length);
    actions[at] = action;
    rewards[at] = reward;
    waiting++;
    if (waiting == n) {
      remember(after, terminated, (terminated || truncated) && n == 1);
    }
    while ((terminated || truncated) && waiting > 0) {
      remember(after, terminated, waiting == 1);
    }
  }

  /** Stores the oldest pending step. */
  private void remember(float[] after, boolean terminated, boolean last) {
    double sum = 0;
    double discount = 1;
    for (int i = 0; i < waiting; i++) {
      sum += discount * rewards[(first + i) % n];
      discount *= gamma;
    }
    memory.add(
        observations[first], actions[first], sum, after, terminated ? 0 : discount, waiting, last);
    first = (first + 1) % n;
    waiting--;
  }

  /** Discards the pending steps, for an episode that is abandoned. */
  public void clear() {
    waiting = 0;
    memory.leave();
  }

  // Checkpoints

  /** Returns the pending steps for {@link #restore}. */
  public Map<String, Object> state() {
    List<List<Double>> steps = new ArrayList<>();
    for (int i = 0; i < waiting; i++) {
      int at = (first + i) % n;
      List<Double> step = new ArrayList<>(List.of((double) actions[at], rewards[at]));
      for (float each : observations[at]) {
        step.add((double) each);
      }
      steps.add(step);
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("waiting", steps);
    return state;
  }

  /** Restores a state returned by {@link #state}. */
  public void restore(Map<?, ?> state) {
    first = 0;
    waiting = 0;
    for (Object each : (List<?>) state.get("waiting")) {
      List<?> step = (List<?>) each;
      actions[waiting] = ((Number) step.get(0)).intValue();
      rewards[waiting] = ((Number) step.get(1)).doubleValue();
      for (int i = 0; i < observations[waiting].length; i++) {
        observations[waiting][i] = ((Number) step.get(i + 2)).floatValue();
      }
      waiting++;
    }
  }
}
