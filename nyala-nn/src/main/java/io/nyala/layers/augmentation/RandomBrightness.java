// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;

/**
 * Adds a random number to all pixels of an image during training, {@code (batch, height, width,
 * channels)}.
 */
public final class RandomBrightness extends RandomColorLayer<RandomBrightness> {
  /**
   * Creates the layer.
   *
   * @param factor the largest change in either direction, as a fraction of the value range, from -1
   *     to 1
   */
  public RandomBrightness(double factor) {
    super(Range.around("RandomBrightness", "factor", factor, -1, 1));
  }

  /** Creates the layer with a range of fractions. */
  public RandomBrightness(double from, double to) {
    super(Range.between("RandomBrightness", "factor", from, to, -1, 1));
  }

  private RandomBrightness(Range factor) {
    super(factor);
  }

  static RandomBrightness from(Settings s) {
    return new RandomBrightness(Range.read(s, "factor", -1, 1)).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    float range = (float) (values().high() - values().low());
    return cut(Ops.add(x, Ops.multiply(uniform(call, x, 0, factor()), range)));
  }
}
