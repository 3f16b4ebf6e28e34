// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

/**
 * Rejects numbers outside the range of a setting and returns the others; NaN is outside every
 * range.
 */
public final class Numbers {
  private Numbers() {}

  /** Requires a number that is neither NaN nor infinite. */
  public static double finite(String owner, String setting, double value) {
    if (!(Double.isFinite(value))) {
      throw refusal(owner, setting, "a finite number", value);
    }
    return value;
  }

  /** Requires a fraction between 0 and 1. */
  public static double share(String owner, String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw refusal(owner, setting, "in [0, 1]", value);
    }
    return value;
  }

  /** Requires a number of at least 0. */
  public static double notNegative(String owner, String setting, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw refusal(owner, setting, "at least 0", value);
    }
    return value;
  }

  /** Requires a count of at least 0. */
  public static long notNegative(String owner, String setting, long value) {
    if (!(value >= 0)) {
      throw refusal(owner, setting, "at least 0", value);
    }
    return value;
  }

  /** Requires a number above 0. */
  public static double positive(String owner, String setting, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw refusal(owner, setting, "greater than 0", value);
    }
    return value;
  }

  /** Requires a count above 0. */
  public static long positive(String owner, String setting, long value) {
    if (!(value > 0)) {
      throw refusal(owner, setting, "greater than 0", value);
    }
    return value;
  }

  /** Requires a count above 0. */
  public static int positive(String owner, String setting, int value) {
    if (!(value > 0)) {
      throw refusal(owner, setting, "greater than 0", value);
    }
    return value;
  }

  private static IllegalArgumentException refusal(
      String owner, String setting, String range, Number value) {
    return new IllegalArgumentException(
        "%s: %s must be %s, got %s".formatted(owner, setting, range, value));
  }
}
