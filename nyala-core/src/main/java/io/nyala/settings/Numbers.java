// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

/** Rejects numbers outside the range of a setting; NaN is outside every range. */
public final class Numbers {
  private Numbers() {}

  /** Requires a number that is neither NaN nor infinite. */
  public static void finite(String owner, String setting, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s: %s must be a finite number, got %s".formatted(owner, setting, value));
    }
  }

  /** Requires a fraction between 0 and 1. */
  public static void share(String owner, String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s: %s must be in [0, 1], got %s".formatted(owner, setting, value));
    }
  }

  /** Requires a number of at least 0. */
  public static void notNegative(String owner, String setting, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s: %s must be at least 0, got %s".formatted(owner, setting, value));
    }
  }

  /** Requires a number above 0. */
  public static void positive(String owner, String setting, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s: %s must be greater than 0, got %s".formatted(owner, setting, value));
    }
  }
}
