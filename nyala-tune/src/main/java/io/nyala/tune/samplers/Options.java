// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

/** Checks the settings of samplers. */
final class Options {
  private Options() {}

  static int atLeast(String sampler, String setting, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %s must be at least %d, got %d".formatted(sampler, setting, least, value));
    }
    return value;
  }
}
