// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;

/**
 * Turns the hue of images {@code (batch, height, width, 3)} during training, in either direction by
 * up to half a circle; saturation and value are kept.
 */
public final class RandomHue extends RandomColorLayer<RandomHue> {
  /**
   * Creates the layer.
   *
   * @param factor the largest turn as a fraction of half a circle, from 0 to 1
   */
  public RandomHue(double factor) {
    super(Range.around("RandomHue", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range of such fractions; the direction is random. */
  public RandomHue(double from, double to) {
    super(Range.between("RandomHue", "factor", from, to, 0, 1));
  }

  private RandomHue(Range factor) {
    super(factor);
  }

  static RandomHue from(Settings s) {
    return new RandomHue(Range.read(s, "factor", 0, 1)).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    Value back = Ops.greater(uniform(call, x, 0, Range.UNIT), 0.5f);
    Value drawn = uniform(call, x, 1, factor());
    return turn(x, Ops.multiply(Ops.where(back, Ops.negate(drawn), drawn), 0.5f));
  }

  /** Turns hues by fractions of a circle, {@code (batch, 1, 1, 1)}. */
  Value turn(Value x, Value turns) {
    Hsv hsv = Hsv.of(values().scale(x, Range.UNIT));
    Value hue = Ops.add(hsv.hue(), turns);
    hue = Ops.where(Ops.greater(hue, 1), Ops.subtract(hue, 1), hue);
    hue = Ops.where(Ops.less(hue, 0), Ops.add(hue, 1), hue);
    Value turned = new Hsv(hue, hsv.saturation(), hsv.value()).colours();
    return Range.UNIT.scale(Range.UNIT.clip(turned), values());
  }
}
