// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

/** Limits of settings. */
final class Checks {
  private Checks() {}

  /** Requires a share: 0 to 1. */
  static void share(String owner, String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s: %s must be in [0, 1], got %s".formatted(owner, setting, value));
    }
  }

  /** Requires a number of at least 0. */
  static void notNegative(String owner, String setting, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s: %s must be at least 0, got %s".formatted(owner, setting, value));
    }
  }

  /** Requires a number above 0. */
  static void positive(String owner, String setting, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s: %s must be greater than 0, got %s".formatted(owner, setting, value));
    }
  }
}
