// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;

/**
 * Inverts images {@code (batch, height, width, channels)} at random during training: each value is
 * subtracted from the largest one of the range.
 */
public final class RandomInvert extends RandomColorLayer<RandomInvert> {
  /**
   * Creates the layer.
   *
   * @param factor the probability of an image is itself drawn from 0 to this number; 1 in Keras,
   *     which inverts half of the images
   */
  public RandomInvert(double factor) {
    super(Range.around("RandomInvert", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range of probabilities. */
  public RandomInvert(double from, double to) {
    super(Range.between("RandomInvert", "factor", from, to, 0, 1));
  }

  private RandomInvert(Range factor) {
    super(factor);
  }

  static RandomInvert from(Settings s) {
    return new RandomInvert(Range.read(s, "factor", 1, 0, 1)).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    return Ops.where(happens(call, x, 0, factor()), inverted(x), x);
  }

  Value inverted(Value x) {
    return Ops.subtract((float) values().high(), x);
  }
}
