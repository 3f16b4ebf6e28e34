// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Zooms images {@code (batch, height, width, channels)} about their center during training. A
 * negative factor zooms in, a positive factor zooms out.
 */
public final class RandomZoom extends RandomAffineLayer<RandomZoom> {
  /** Slightly above -1, where an entire image would be sampled from one line. */
  private static final double LEAST = Math.nextUp(-1.0);

  private final Range height;
  private final Range width;

  /**
   * Creates the layer; both axes use the same zoom.
   *
   * @param factor the largest change of size in either direction, above -1 and up to 1
   */
  public RandomZoom(double factor) {
    this(Range.around("RandomZoom", "height_factor", factor, LEAST, 1), null);
  }

  /** Creates the layer with a range; both axes use the same zoom. */
  public RandomZoom(double from, double to) {
    this(Range.between("RandomZoom", "height_factor", from, to, LEAST, 1), null);
  }

  /** Creates the layer with a range for each axis; the axes are zoomed independently. */
  public RandomZoom(double fromHeight, double toHeight, double fromWidth, double toWidth) {
    this(
        Range.between("RandomZoom", "height_factor", fromHeight, toHeight, LEAST, 1),
        Range.between("RandomZoom", "width_factor", fromWidth, toWidth, LEAST, 1));
  }

  private RandomZoom(Range height, Range width) {
    this.height = height;
    this.width = width;
  }

  static RandomZoom from(Settings s) {
    Range width = s.has("width_factor") ? Range.read(s, "width_factor", LEAST, 1) : null;
    return new RandomZoom(Range.read(s, "height_factor", LEAST, 1), width).readAffine(s);
  }

  @Override
  AffineSampling.Matrix matrix(Call call, Value x) {
    Value down = Ops.add(uniform(call, x, 0, height), 1);
    Value across = width == null ? down : Ops.add(uniform(call, x, 1, width), 1);
    Value zero = same(x, 0);
    return new AffineSampling.Matrix(
        across, zero, offset(x, across, zero, 2), zero, down, offset(x, zero, down, 1));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("height_factor", height.shortForm());
    config.put("width_factor", width == null ? null : width.shortForm());
    return config;
  }
}
