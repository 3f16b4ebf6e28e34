// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.env.Wrapper;
import io.nyala.rl.learning.Moments;
import io.nyala.settings.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Divides rewards by the running standard deviation of the discounted returns. As in Gymnasium,
 * 1e-8 is added to the variance.
 */
public final class NormalizeReward extends Wrapper {
  private static final double EPSILON = 1e-8;
  private static final String MOMENTS = "moments";
  private static final String SUM = "sum";
  private static final String INSIDE = "env";

  private final double gamma;
  private final Moments moments = new Moments(1);
  private double sum;

  /**
   * Wraps an environment.
   *
   * @param gamma the discount per step, in [0, 1]
   */
  public NormalizeReward(Env env, double gamma) {
    super(env);
    Numbers.share("NormalizeReward", "gamma", gamma);
    this.gamma = gamma;
  }

  @Override
  protected Step stepped(Step next) {
    sum = sum * gamma * (next.terminated() ? 0 : 1) + next.reward();
    moments.add(0, sum);
    moments.counted();
    return next.reward(next.reward() / Math.sqrt(moments.variance(0) + EPSILON));
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(MOMENTS, moments.state());
    state.put(SUM, sum);
    state.put(INSIDE, env.state());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    env.restore((Map<String, Object>) state.get(INSIDE));
    moments.restore((Map<?, ?>) state.get(MOMENTS));
    sum = ((Number) state.get(SUM)).doubleValue();
  }
}
