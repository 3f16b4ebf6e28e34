// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.policies;

import io.nyala.settings.Numbers;

/**
 * A number that goes from one value to another in a straight line, and then stays.
 *
 * @param from the first value
 * @param to the last value
 * @param steps until it is reached; 0 for at once
 */
public record Annealed(double from, double to, long steps) {
  /** Refuses values that are not finite. */
  public Annealed {
    Numbers.finite("Annealed", "from", from);
    Numbers.finite("Annealed", "to", to);
    Numbers.notNegative("Annealed", "steps", steps);
  }

  /** Returns a number that stays. */
  public static Annealed constant(double value) {
    return new Annealed(value, value, 0);
  }

  /** Returns the value after a number of steps. */
  public double at(long step) {
    return step >= steps ? to : from + (to - from) * ((double) step / steps);
  }
}
