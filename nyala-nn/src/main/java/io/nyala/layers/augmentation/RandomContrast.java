// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;

/**
 * Scales the differences of pixels from the mean of their channel during training, in images {@code
 * (batch, height, width, channels)}.
 */
public final class RandomContrast extends RandomColorLayer<RandomContrast> {
  /**
   * Creates the layer.
   *
   * @param factor the differences are multiplied by a factor between 1 and {@code 1 + factor}, from
   *     0 to 1; they are never reduced, as in Keras 3.15 with a single number
   */
  public RandomContrast(double factor) {
    super(Range.around("RandomContrast", "factor", factor, 0, 1));
  }

  /**
   * Creates the layer.
   *
   * @param less the smallest factor is {@code 1 - less}, from 0 to {@code more}
   * @param more the largest factor is {@code 1 + more}, from {@code less} to 1
   */
  public RandomContrast(double less, double more) {
    super(Range.between("RandomContrast", "factor", less, more, 0, 1));
  }

  private RandomContrast(Range factor) {
    super(factor);
  }

  static RandomContrast from(Settings s) {
    return new RandomContrast(Range.read(s, "factor", 0, 1)).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    Value stretch = uniform(call, x, 0, 1 - factor().low(), 1 + factor().high());
    Value mean = Ops.mean(x, true, 1, 2);
    return cut(Ops.add(Ops.multiply(Ops.subtract(x, mean), stretch), mean));
  }
}
