// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.env.Wrapper;
import io.nyala.rl.learning.Moments;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Space;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Normalizes each element of an observation to mean 0 and variance 1, using running statistics. As
 * in Gymnasium, 1e-8 is added to the variance. {@link #freeze} stops the updates, for tests.
 */
public final class NormalizeObservation extends Wrapper {
  private static final double EPSILON = 1e-8;
  private static final String MOMENTS = "moments";
  private static final String INSIDE = "env";

  private final Moments moments;
  private final Space space;
  private Step shown; // null before the first
  private boolean frozen;

  /** Wraps an environment. */
  public NormalizeObservation(Env env) {
    super(env);
    int size = env.observationSpace().size();
    moments = new Moments(size);
    double inf = Double.POSITIVE_INFINITY;
    space = Box.of(-inf, inf, env.observationSpace().shape().dims());
  }

  /** Stops updating mean and variance. */
  public NormalizeObservation freeze() {
    frozen = true;
    return this;
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  protected Step begun(Step first) {
    return normalized(first);
  }

  @Override
  protected Step stepped(Step next) {
    return normalized(next);
  }

  private Step normalized(Step step) {
    shown = shown == null ? step.resized(space.size()) : shown;
    float[] from = step.observation();
    float[] to = shown.observation();
    for (int i = 0; i < to.length; i++) {
      if (!frozen) {
        moments.add(i, from[i]);
      }
      to[i] = (float) ((from[i] - moments.mean(i)) / Math.sqrt(moments.variance(i) + EPSILON));
    }
    if (!frozen) {
      moments.counted();
    }
    return shown.outcome(step);
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(MOMENTS, moments.state());
    state.put(INSIDE, env.state());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    env.restore((Map<String, Object>) state.get(INSIDE));
    moments.restore((Map<?, ?>) state.get(MOMENTS));
  }
}
