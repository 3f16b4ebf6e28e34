// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * Base class of layers that change pixel values randomly during training, by one factor per image.
 *
 * @param <L> the concrete layer type
 */
abstract class RandomColorLayer<L extends RandomColorLayer<L>> extends RandomImageLayer<L> {
  private static final double BRIGHTEST = 255;

  private final Range factor;
  private Range values = new Range(0, BRIGHTEST);

  RandomColorLayer(Range factor) {
    this.factor = factor;
  }

  final L readColor(Settings s) {
    if (s.has("value_range")) {
      double[] range = s.getDoubles("value_range");
      if (range.length != 2) {
        throw new IllegalArgumentException(
            s.className() + ": value_range must be 2 numbers, got " + s.get("value_range"));
      }
      valueRange(range[0], range[1]);
    }
    return readCommon(s);
  }

  /** Sets the range of pixel values, to which results are clipped; default 0 to 255. */
  public L valueRange(double from, double to) {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          className() + ": value_range must ascend, got " + from + " to " + to);
    }
    L self = unbuilt();
    values = new Range(from, to);
    return self;
  }

  final Range factor() {
    return factor;
  }

  final Range values() {
    return values;
  }

  final Value cut(Value x) {
    return Ops.clip(x, (float) values.low(), (float) values.high());
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("factor", factor.form());
    config.put("value_range", List.of(values.low(), values.high()));
    putSeed(config);
    putDataFormat(config);
    return config;
  }
}
