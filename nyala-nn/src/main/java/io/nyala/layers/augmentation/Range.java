// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.settings.Settings;
import java.util.List;

/**
 * The range from which a layer draws random numbers.
 *
 * @param low the lower bound
 * @param high the upper bound
 */
record Range(double low, double high) {
  /**
   * Returns the range from {@code -factor} to {@code factor}, with the lower end limited by a
   * bound.
   */
  static Range around(String layer, String setting, double factor, double least, double most) {
    check(layer, setting, factor, least, most);
    double size = Math.abs(factor);
    return new Range(Math.max(-size, least), size);
  }

  /** Returns the range between two numbers, in any order. */
  static Range between(
      String layer, String setting, double a, double b, double least, double most) {
    check(layer, setting, a, least, most);
    check(layer, setting, b, least, most);
    return new Range(Math.min(a, b), Math.max(a, b));
  }

  /** Reads one number or two. */
  static Range read(Settings s, String setting, double least, double most) {
    double[] numbers = s.getDoubles(setting);
    if (numbers.length < 1 || numbers.length > 2) {
      throw new IllegalArgumentException(
          s.className() + ": " + setting + " must be 1 or 2 numbers, got " + numbers.length);
    }
    return numbers.length == 1
        ? around(s.className(), setting, numbers[0], least, most)
        : between(s.className(), setting, numbers[0], numbers[1], least, most);
  }

  private static void check(String layer, String setting, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: %s must be from %s to %s, got %s".formatted(layer, setting, least, most, value));
    }
  }

  /** Returns Keras's format, two numbers. */
  List<Double> form() {
    return List.of(low, high);
  }

  /**
   * Returns Keras's format for layers that keep their argument as given: a single number if it
   * suffices.
   */
  Object shortForm() {
    return low == -high ? (Object) high : form();
  }
}
