// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides the rewards of several environments by the running standard deviation of the discounted
 * returns and clips them to ±10, as SB3's {@code VecNormalize}.
 */
public final class RewardScale {
  private static final double EPSILON = 1e-8;
  private static final double MOST = 10;

  private final double gamma;
  private final Moments moments = new Moments(1);
  private final double[] sums;

  /** Creates a scale for a number of environments. */
  public RewardScale(int count, double gamma) {
    this.sums = new double[count];
    this.gamma = gamma;
  }

  /**
   * Returns a reward after scaling.
   *
   * @param ended whether the episode of the environment has ended
   */
  public double scaled(int environment, double reward, boolean ended) {
    sums[environment] = sums[environment] * gamma + reward;
    moments.add(0, sums[environment]);
    moments.counted();
    if (ended) {
      sums[environment] = 0;
    }
    return Math.clamp(reward / Math.sqrt(moments.variance(0) + EPSILON), -MOST, MOST);
  }

  /** Returns the state for a checkpoint. */
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("moments", moments.state());
    state.put("sums", Arrays.stream(sums).boxed().toList());
    return state;
  }

  /** Restores a state. */
  public void restore(Map<?, ?> state) {
    moments.restore((Map<?, ?>) state.get("moments"));
    List<?> numbers = (List<?>) state.get("sums");
    for (int i = 0; i < sums.length; i++) {
      sums[i] = ((Number) numbers.get(i)).doubleValue();
    }
  }
}
