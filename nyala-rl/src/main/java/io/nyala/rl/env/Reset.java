// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import io.nyala.settings.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a reset.
 *
 * @param seed the seed for the random numbers, or null to continue the current sequence
 * @param options options by name, as in Gymnasium, for example {@code low} and {@code high} of
 *     CartPole
 */
public record Reset(Long seed, Map<String, Double> options) {
  private static final Reset NEXT = new Reset(null, Map.of());

  /** Copies the options. */
  public Reset {
    options = Map.copyOf(Arguments.given("options", options));
    if (seed != null && seed < 0) {
      throw new IllegalArgumentException("reset: the seed must be at least 0, got " + seed);
    }
  }

  /** Returns a reset that continues the sequence of random numbers. */
  public static Reset next() {
    return NEXT;
  }

  /**
   * Returns a reset with a seed, which determines all random numbers, as in Gymnasium.
   *
   * @throws IllegalArgumentException if the seed is negative
   */
  public static Reset seed(long seed) {
    return new Reset(seed, Map.of());
  }

  /** Returns this reset with one more option. */
  public Reset with(String option, double value) {
    Map<String, Double> more = new LinkedHashMap<>(options);
    more.put(Arguments.given("option", option), value);
    return new Reset(seed, more);
  }

  /** Returns an option, or a default value. */
  public double option(String name, double otherwise) {
    Double given = options.isEmpty() ? null : options.get(name);
    return given == null ? otherwise : given;
  }
}
