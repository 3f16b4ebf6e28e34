// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.List;

/**
 * The range from which a layer draws random numbers.
 *
 * @param low the lower bound
 * @param high the upper bound
 */
record Range(double low, double high) {
  /** The values of bytes, Keras's default range of pixels. */
  static final Range BYTES = new Range(0, 255);

  /** The range from 0 to 1. */
  static final Range UNIT = new Range(0, 1);

  /** Returns a range of pixel values, which must ascend. */
  static Range ofValues(String layer, double from, double to) {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          layer + ": value_range must ascend, got " + from + " to " + to);
    }
    return new Range(from, to);
  }

  /** Reads the range of pixel values. */
  static Range readValues(Settings s) {
    if (!s.has("value_range")) {
      return BYTES;
    }
    double[] range = s.getDoubles("value_range");
    if (range.length != 2) {
      throw new IllegalArgumentException(
          s.className() + ": value_range must be 2 numbers, got " + s.get("value_range"));
    }
    return ofValues(s.className(), range[0], range[1]);
  }

  /** Returns pixels of this range, scaled to another. */
  Value scale(Value x, Range to) {
    if (equals(to)) {
      return x;
    }
    Value unit = Ops.divide(Ops.subtract(x, (float) low), (float) (high - low));
    return Ops.add(Ops.multiply(unit, (float) (to.high - to.low)), (float) to.low);
  }

  /** Returns pixels clipped to this range. */
  Value clip(Value x) {
    return Ops.clip(x, (float) low, (float) high);
  }

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

  /** Reads one number or two, or takes the default if there is none. */
  static Range read(Settings s, String setting, double standard, double least, double most) {
    return s.has(setting)
        ? read(s, setting, least, most)
        : around(s.className(), setting, standard, least, most);
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
