// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.util.Arrays;

/** Checks settings, with messages that name the layer, the setting and the value. */
public final class Require {
  private Require() {}

  /** Requires a condition. */
  public static <T> T given(String layer, String setting, T value) {
    return Arguments.given(layer + ": " + setting, value);
  }

  /** Requires finite training data, because a single NaN would make all learned values NaN. */
  public static Tensor numbers(String layer, Tensor data) {
    given(layer, "data", data);
    for (int i = 0; i < data.size(); i++) {
      if (!Float.isFinite(data.at(i))) {
        throw new IllegalArgumentException(
            "%s: cannot adapt to data with %s (position %d of %s); remove or fill such rows"
                .formatted(layer, data.at(i), i, data.shape()));
      }
    }
    return data;
  }

  public static int positive(String layer, String setting, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "%s: %s must be positive, got %d".formatted(layer, setting, value));
    }
    return value;
  }

  public static int notNegative(String layer, String setting, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s: %s must not be negative, got %d".formatted(layer, setting, value));
    }
    return value;
  }

  public static double notNegative(String layer, String setting, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          "%s: %s must not be negative, got %s".formatted(layer, setting, value));
    }
    return value;
  }

  /**
   * Returns one number for each of several axes, given one for all axes or one for each.
   *
   * @param least the lowest number allowed, 0 or 1
   */
  public static int[] perAxis(String layer, String setting, int axes, int least, int[] numbers) {
    given(layer, setting, numbers);
    if (numbers.length != 1 && numbers.length != axes) {
      throw new IllegalArgumentException(
          "%s: %s must be 1 number%s, got %s"
              .formatted(layer, setting, axes == 1 ? "" : " or " + axes, Arrays.toString(numbers)));
    }
    int[] all = new int[axes];
    for (int i = 0; i < axes; i++) {
      int n = numbers[numbers.length == 1 ? 0 : i];
      all[i] = least == 1 ? positive(layer, setting, n) : notNegative(layer, setting, n);
    }
    return all;
  }

  /** Requires a probability below 1. */
  public static double rate(String layer, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s: rate must be at least 0 and below 1, got %s".formatted(layer, value));
    }
    return value;
  }

  /** Requires a value from 0 to 1. */
  public static double fraction(String layer, String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s: %s must be between 0 and 1, got %s".formatted(layer, setting, value));
    }
    return value;
  }
}
