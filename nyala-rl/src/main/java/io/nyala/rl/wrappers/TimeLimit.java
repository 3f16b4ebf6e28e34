// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.env.Wrapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Truncates episodes after a number of steps. The last step is {@linkplain Step#truncated
 * truncated}, not terminated: for an agent, the limit is not a terminal state.
 */
public final class TimeLimit extends Wrapper {
  private static final String STEPS = "steps";
  private static final String INSIDE = "env";

  private final int most;
  private int steps;
  private boolean cut;

  /**
   * Creates a step limit.
   *
   * @param most the maximum number of steps in an episode
   */
  public TimeLimit(Env env, int most) {
    super(env);
    if (most < 1) {
      throw new IllegalArgumentException("TimeLimit: most must be at least 1 step, got " + most);
    }
    this.most = most;
  }

  /** Returns the limit. */
  public int most() {
    return most;
  }

  @Override
  protected Step begun(Step first) {
    steps = 0;
    cut = false;
    return first;
  }

  @Override
  public Step step(int action) {
    requireNotCut();
    return super.step(action);
  }

  @Override
  public Step step(double[] action) {
    requireNotCut();
    return super.step(action);
  }

  private void requireNotCut() {
    if (cut) {
      throw new IllegalStateException(
          "%s: the episode was cut short after %d steps; call reset() before the next step"
              .formatted(this, most));
    }
  }

  @Override
  protected Step stepped(Step next) {
    steps++;
    if (steps >= most) {
      next.truncated(true);
      cut = true;
    }
    return next;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(STEPS, cut ? -1 : steps);
    state.put(INSIDE, env.state());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    env.restore((Map<String, Object>) state.get(INSIDE));
    steps = ((Number) state.get(STEPS)).intValue();
    cut = steps < 0;
  }
}
