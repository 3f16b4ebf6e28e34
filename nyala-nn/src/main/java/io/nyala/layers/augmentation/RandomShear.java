// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Shears images {@code (batch, height, width, channels)} during training: rows are shifted by their
 * index times a factor, columns likewise, in either direction. As in Keras, the upper left corner
 * stays in place.
 */
public final class RandomShear extends RandomAffineLayer<RandomShear> {
  private final Range x;
  private final Range y;

  /**
   * Creates the layer.
   *
   * @param x the largest horizontal shift per row, from 0 to 1
   * @param y the largest vertical shift per column, from 0 to 1
   */
  public RandomShear(double x, double y) {
    this(symmetric("x_factor", x), symmetric("y_factor", y));
  }

  RandomShear(Range x, Range y) {
    this.x = x;
    this.y = y;
  }

  private static Range symmetric(String setting, double factor) {
    Range upTo = Range.between("RandomShear", setting, 0, factor, 0, 1);
    return new Range(-upTo.high(), upTo.high());
  }

  static RandomShear from(Settings s) {
    return new RandomShear(read(s, "x_factor"), read(s, "y_factor")).readAffine(s);
  }

  private static Range read(Settings s, String setting) {
    double[] factor = s.has(setting) ? s.getDoubles(setting) : new double[] {0};
    return factor.length == 1 ? symmetric(setting, factor[0]) : Range.read(s, setting, -1, 1);
  }

  @Override
  AffineSampling.Matrix matrix(Call call, Value images) {
    Value positive = Ops.lessEqual(uniform(call, images, 0, 0, 1), 0.5f);
    Value sign = Ops.where(positive, Ops.constant(1f), Ops.constant(-1f));
    Value down = Ops.multiply(uniform(call, images, 1, y), sign);
    Value across = Ops.multiply(uniform(call, images, 2, x), sign);
    Value zero = same(images, 0);
    Value one = same(images, 1);
    return new AffineSampling.Matrix(one, across, zero, down, one, zero);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("x_factor", x.shortForm());
    config.put("y_factor", y.shortForm());
    return config;
  }
}
