// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Space;
import java.util.Arrays;

/** Scales the actions of a bounded box to [-1, 1] and back. */
public final class ActionScale {
  private final double[] middle;
  private final double[] half;

  /**
   * Creates the scale of an action space.
   *
   * @param owner the agent, for messages
   * @param env the environment, for messages
   * @throws IllegalArgumentException if it is not a {@link Box} or has infinite bounds
   */
  public ActionScale(String owner, Object env, Space space) {
    if (!(space instanceof Box box)) {
      throw new IllegalArgumentException(
          "%s: actions must be a Box, those of %s are %s; use Dqn or Ppo for discrete ones"
              .formatted(owner, env, space));
    }
    int n = box.size();
    middle = new double[n];
    half = new double[n];
    for (int i = 0; i < n; i++) {
      middle[i] = ((double) box.high(i) + box.low(i)) / 2;
      half[i] = ((double) box.high(i) - box.low(i)) / 2;
      if (!(half[i] > 0) || Double.isInfinite(half[i])) {
        throw new IllegalArgumentException(
            "%s: actions need finite bounds, those of %s are %s at place %d"
                .formatted(owner, env, space, i));
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ActionScale other
        && Arrays.equals(middle, other.middle)
        && Arrays.equals(half, other.half);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(middle) * 31 + Arrays.hashCode(half);
  }

  /** Returns the number of elements of an action. */
  public int size() {
    return middle.length;
  }

  /** Returns an element of an action for a number in [-1, 1]. */
  public double toAction(int place, double unit) {
    return middle[place] + half[place] * unit;
  }

  /** Returns the number in [-1, 1] for an element of an action. */
  public double toUnit(int place, double action) {
    return (action - middle[place]) / half[place];
  }
}
