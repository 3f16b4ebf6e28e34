// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;

/** Mixes images {@code (batch, height, width, 3)} with their grayscale version during training. */
public final class RandomColorDegeneration extends RandomColorLayer<RandomColorDegeneration> {
  /**
   * Creates the layer.
   *
   * @param factor the largest share of gray, from -1 to 1. Keras draws from {@code -factor} to
   *     {@code factor}, and a negative share makes colours stronger; pass a range from 0 to avoid
   *     this
   */
  public RandomColorDegeneration(double factor) {
    super(Range.around("RandomColorDegeneration", "factor", factor, -1, 1));
  }

  /** Creates the layer with a range of shares: 0 changes nothing, 1 gives gray. */
  public RandomColorDegeneration(double from, double to) {
    super(Range.between("RandomColorDegeneration", "factor", from, to, -1, 1));
  }

  private RandomColorDegeneration(Range factor) {
    super(factor);
  }

  static RandomColorDegeneration from(Settings s) {
    return new RandomColorDegeneration(Range.read(s, "factor", -1, 1)).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    Value grey = RandomGrayscale.grey(x);
    return cut(Ops.add(x, Ops.multiply(uniform(call, x, 0, factor()), Ops.subtract(grey, x))));
  }
}
