// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.env.Wrapper;

/** Clips rewards to two bounds, as is common for Atari games with -1 and 1. */
public final class ClipReward extends Wrapper {
  private final double low;
  private final double high;

  /**
   * Creates the wrapper.
   *
   * @throws IllegalArgumentException if the lower bound is above the upper
   */
  public ClipReward(Env env, double low, double high) {
    super(env);
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "ClipReward: low must be at most high, got %s and %s".formatted(low, high));
    }
    this.low = low;
    this.high = high;
  }

  @Override
  protected Step stepped(Step next) {
    return next.reward(Math.clamp(next.reward(), low, high));
  }
}
