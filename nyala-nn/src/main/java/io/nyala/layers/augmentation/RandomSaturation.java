// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;

/**
 * Changes the saturation of images {@code (batch, height, width, 3)} during training: saturation is
 * multiplied by a factor, hue and value are kept.
 */
public final class RandomSaturation extends RandomColorLayer<RandomSaturation> {
  private static final double EPSILON = 1e-7;
  private static final int COLOURS = 3;

  /**
   * Creates the layer.
   *
   * @param factor the largest factor, from 0 to 1: 0 gives grayscale, 0.5 changes nothing, 1 gives
   *     full saturation
   */
  public RandomSaturation(double factor) {
    super(Range.around("RandomSaturation", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range of such factors. */
  public RandomSaturation(double from, double to) {
    super(Range.between("RandomSaturation", "factor", from, to, 0, 1));
  }

  private RandomSaturation(Range factor) {
    super(factor);
  }

  static RandomSaturation from(Settings s) {
    return new RandomSaturation(Range.read(s, "factor", 0, 1)).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    colours(x.shape());
    Value drawn = uniform(call, x, 0, factor());
    Value times = Ops.divide(drawn, Ops.subtract((float) (1 + EPSILON), drawn));
    Value value = Ops.max(x, true, 3);
    Value spread = Ops.subtract(value, Ops.min(x, true, 3));
    Value none = Ops.constant(0f);
    Value bright = Ops.greater(value, 0);
    Value safe = Ops.where(bright, value, Ops.constant(1f));
    Value saturation = Ops.where(bright, Ops.divide(spread, safe), none);
    Value wanted = cut(Ops.multiply(saturation, times));
    // With hue and value kept, the distance of each channel from the value is proportional to the
    // saturation.
    Value coloured = Ops.greater(saturation, 0);
    Value growth =
        Ops.where(
            coloured, Ops.divide(wanted, Ops.where(coloured, saturation, Ops.constant(1f))), none);
    return Ops.subtract(value, Ops.multiply(Ops.subtract(value, x), growth));
  }

  static void colours(Shape images) {
    if (images.dim(3) != COLOURS) {
      throw new ShapeException("expected 3 channels (red, green, blue), got " + images.dim(3));
    }
  }
}
