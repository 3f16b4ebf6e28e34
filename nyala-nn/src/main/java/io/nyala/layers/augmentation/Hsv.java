// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.List;

/**
 * Hue, saturation and value of colours, as TensorFlow computes them, {@code (batch, height, width,
 * 1)} each.
 *
 * @param hue from 0 to 1
 * @param saturation from 0 to 1; 0 for black
 * @param value the largest of red, green and blue
 */
record Hsv(Value hue, Value saturation, Value value) {
  /** Converts colours {@code (batch, height, width, 3)} from 0 to 1. */
  static Hsv of(Value x) {
    RandomSaturation.colours(x.shape());
    Value red = Ops.slice(x, 3, 0, 1);
    Value green = Ops.slice(x, 3, 1, 1);
    Value blue = Ops.slice(x, 3, 2, 1);
    Value value = Ops.max(x, true, 3);
    Value spread = Ops.subtract(value, Ops.min(x, true, 3));
    Value one = Ops.constant(1f);
    Value none = Ops.constant(0f);
    Value bright = Ops.greater(value, 0);
    Value saturation = Ops.where(bright, Ops.divide(spread, Ops.where(bright, value, one)), none);
    Value coloured = Ops.greater(spread, 0);
    Value unit = Ops.divide(1f, Ops.multiply(Ops.where(coloured, spread, one), 6));
    Value fromRed = Ops.multiply(unit, Ops.subtract(green, blue));
    Value fromGreen = Ops.add(Ops.multiply(unit, Ops.subtract(blue, red)), 2 / 6f);
    Value fromBlue = Ops.add(Ops.multiply(unit, Ops.subtract(red, green)), 4 / 6f);
    Value angle =
        Ops.where(
            Ops.equal(red, value),
            fromRed,
            Ops.where(Ops.equal(green, value), fromGreen, fromBlue));
    Value hue = Ops.where(coloured, angle, none);
    return new Hsv(Ops.where(Ops.less(hue, 0), Ops.add(hue, 1), hue), saturation, value);
  }

  /** Converts back to colours. */
  Value colours() {
    Value sixths = Ops.multiply(hue, 6);
    Value red = Ops.subtract(Ops.abs(Ops.subtract(sixths, 3)), 1);
    Value green = Ops.subtract(2, Ops.abs(Ops.subtract(sixths, 2)));
    Value blue = Ops.subtract(2, Ops.abs(Ops.subtract(sixths, 4)));
    Value strength = Ops.clip(Ops.concatenate(List.of(red, green, blue), 3), 0, 1);
    Value grey = Ops.subtract(1, saturation);
    return Ops.multiply(Ops.add(grey, Ops.multiply(saturation, strength)), value);
  }
}
