// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;

/**
 * In training, stretches the differences of pixels from the mean of their channel, in images {@code
 * (batch, height, width, channels)}.
 */
public final class RandomContrast extends RandomColorLayer<RandomContrast> {
  /**
   * Creates the layer.
   *
   * @param factor differences become up to {@code 1 + factor} as large, from 0 to 1; never smaller,
   *     which is what Keras 3.15 does with one number
   */
  public RandomContrast(double factor) {
    super(Range.around("RandomContrast", "factor", factor, 0, 1));
  }

  /**
   * Creates the layer.
   *
   * @param less differences become at least {@code 1 - less} as large, from 0 to {@code more}
   * @param more differences become at most {@code 1 + more} as large, from {@code less} to 1
   */
  public RandomContrast(double less, double more) {
    super(Range.between("RandomContrast", "factor", less, more, 0, 1));
  }

  private RandomContrast(Range factor) {
    super(factor);
  }

  static RandomContrast from(Settings s) {
    return new RandomContrast(Range.read(s, "factor", 0, 1)).readColor(s);
  }

  @Override
  Value change(Call call, Value x) {
    Value stretch = uniform(call, x, 0, 1 - factor().low(), 1 + factor().high());
    Value mean = Ops.mean(x, true, 1, 2);
    return cut(Ops.add(Ops.multiply(Ops.subtract(x, mean), stretch), mean));
  }
}
