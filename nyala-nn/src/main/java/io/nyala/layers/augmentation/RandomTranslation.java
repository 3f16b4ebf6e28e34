// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/** Shifts images {@code (batch, height, width, channels)} during training. */
public final class RandomTranslation extends RandomAffineLayer<RandomTranslation> {
  private final Range height;
  private final Range width;

  /**
   * Creates the layer.
   *
   * @param height the largest vertical shift in either direction, as a fraction of the height, from
   *     -1 to 1
   * @param width the largest horizontal shift in either direction, as a fraction of the width, from
   *     -1 to 1
   */
  public RandomTranslation(double height, double width) {
    this(
        Range.around("RandomTranslation", "height_factor", height, -1, 1),
        Range.around("RandomTranslation", "width_factor", width, -1, 1));
  }

  /** Creates the layer with ranges; positive values shift down and to the right. */
  public RandomTranslation(double fromDown, double toDown, double fromRight, double toRight) {
    this(
        Range.between("RandomTranslation", "height_factor", fromDown, toDown, -1, 1),
        Range.between("RandomTranslation", "width_factor", fromRight, toRight, -1, 1));
  }

  private RandomTranslation(Range height, Range width) {
    this.height = height;
    this.width = width;
  }

  static RandomTranslation from(Settings s) {
    return new RandomTranslation(
            Range.read(s, "height_factor", -1, 1), Range.read(s, "width_factor", -1, 1))
        .readAffine(s);
  }

  @Override
  AffineSampling.Matrix matrix(Call call, Value x) {
    Value down = Ops.multiply(uniform(call, x, 0, height), x.shape().dim(1));
    Value right = Ops.multiply(uniform(call, x, 1, width), x.shape().dim(2));
    Value zero = same(x, 0);
    Value one = same(x, 1);
    return new AffineSampling.Matrix(one, zero, Ops.negate(right), zero, one, Ops.negate(down));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("height_factor", height.shortForm());
    config.put("width_factor", width.shortForm());
    return config;
  }
}
