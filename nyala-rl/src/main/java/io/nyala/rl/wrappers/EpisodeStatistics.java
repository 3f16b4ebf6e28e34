// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.env.Wrapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sums rewards and counts steps. The last step of an episode has the infos {@link #RETURN} and
 * {@link #LENGTH}. It is {@code RecordEpisodeStatistics} in Gymnasium.
 */
public final class EpisodeStatistics extends Wrapper {
  /** The name of the info with the sum of an episode's rewards. */
  public static final String RETURN = "episode_return";

  /** The name of the info with the number of an episode's steps. */
  public static final String LENGTH = "episode_length";

  private static final String INSIDE = "env";

  private double sum;
  private long steps;

  /** Wraps an environment. */
  public EpisodeStatistics(Env env) {
    super(env);
  }

  @Override
  protected Step begun(Step first) {
    sum = 0;
    steps = 0;
    return first;
  }

  @Override
  protected Step stepped(Step next) {
    sum += next.reward();
    steps++;
    if (next.ended()) {
      next.info().put(RETURN, sum);
      next.info().put(LENGTH, steps);
    }
    return next;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(RETURN, sum);
    state.put(LENGTH, steps);
    state.put(INSIDE, env.state());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    env.restore((Map<String, Object>) state.get(INSIDE));
    sum = ((Number) state.get(RETURN)).doubleValue();
    steps = ((Number) state.get(LENGTH)).longValue();
  }
}
