// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.settings.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the rewards of several steps before a transition is remembered (n-step returns). At the
 * end of an episode what waits is remembered with fewer steps. After a limit of steps the value of
 * the last observation still counts, after the end of the task it does not.
 */
public final class NStep {
  private static final String OWNER = "NStep";

  private final ReplayMemory memory;
  private final double gamma;
  private final int n;

  // A ring of the steps that wait.
  private final float[][] observations;
  private final int[] actions;
  private final double[] rewards;
  private int first;
  private int waiting;

  /**
   * Creates an adder.
   *
   * @param gamma the discount of each step, of [0, 1]
   * @param n steps, at least 1
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
   * Takes in a step; copies.
   *
   * @param terminated whether the task is over
   * @param truncated whether the episode was cut short
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
      remember(after, terminated);
    }
    while ((terminated || truncated) && waiting > 0) {
      remember(after, terminated);
    }
  }

  /** Remembers the oldest step that waits. */
  private void remember(float[] after, boolean terminated) {
    double sum = 0;
    double discount = 1;
    for (int i = 0; i < waiting; i++) {
      sum += discount * rewards[(first + i) % n];
      discount *= gamma;
    }
    memory.add(observations[first], actions[first], sum, after, terminated ? 0 : discount);
    first = (first + 1) % n;
    waiting--;
  }

  /** Forgets the steps that wait, as when an episode is left before its end. */
  public void clear() {
    waiting = 0;
  }

  // Keeping

  /** Returns the steps that wait, for {@link #restore}. */
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

  /** Goes on from where {@link #state} was. */
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
