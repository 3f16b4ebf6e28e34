// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.policies;

import io.nyala.settings.Numbers;

/**
 * A number that changes linearly from one value to another and then stays constant.
 *
 * @param from the first value
 * @param to the last value
 * @param steps the number of steps until the last value is reached; 0 for immediately
 */
public record Annealed(double from, double to, long steps) {
  /** Rejects values that are not finite. */
  public Annealed {
    Numbers.finite("Annealed", "from", from);
    Numbers.finite("Annealed", "to", to);
    Numbers.notNegative("Annealed", "steps", steps);
  }

  /** Returns a constant number. */
  public static Annealed constant(double value) {
    return new Annealed(value, value, 0);
  }

  /** Returns this if both values are in [0, 1]; names owner and setting otherwise. */
  public Annealed requireShare(String owner, String setting) {
    Numbers.share(owner, setting, from);
    Numbers.share(owner, setting, to);
    return this;
  }

  /** Returns this if both values are at least 0; names owner and setting otherwise. */
  public Annealed requireNotNegative(String owner, String setting) {
    Numbers.notNegative(owner, setting, from);
    Numbers.notNegative(owner, setting, to);
    return this;
  }

  /** Returns the value after a number of steps. */
  public double at(long step) {
    return step >= steps ? to : from + (to - from) * ((double) step / steps);
  }
}
