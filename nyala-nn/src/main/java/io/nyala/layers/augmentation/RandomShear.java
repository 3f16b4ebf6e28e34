// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * In training, shears images {@code (batch, height, width, channels)}: rows are shifted by their
 * number times a factor, columns likewise, in one direction or the other. As in Keras the upper
 * left corner stays where it is.
 */
public final class RandomShear extends RandomAffineLayer<RandomShear> {
  private final Range x;
  private final Range y;

  /**
   * Creates the layer.
   *
   * @param x sideways shift from row to row at most, from 0 to 1
   * @param y shift up or down from column to column at most, from 0 to 1
   */
  public RandomShear(double x, double y) {
    this(symmetric("x_factor", x), symmetric("y_factor", y));
  }

  private RandomShear(Range x, Range y) {
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
