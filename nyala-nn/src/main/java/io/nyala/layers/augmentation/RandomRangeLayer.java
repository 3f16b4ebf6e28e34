// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Base class of random layers that know the range of pixel values.
 *
 * @param <L> the concrete layer type
 */
abstract class RandomRangeLayer<L extends RandomRangeLayer<L>> extends RandomImageLayer<L> {
  private Range values = Range.BYTES;

  RandomRangeLayer() {}

  final L readRange(Settings s) {
    values = Range.readValues(s);
    return readCommon(s);
  }

  /** Sets the range of pixel values, to which results are clipped; default 0 to 255. */
  public L valueRange(double from, double to) {
    L self = unbuilt();
    values = Range.ofValues(className(), from, to);
    return self;
  }

  final L valueRange(Range range) {
    return valueRange(range.low(), range.high());
  }

  final Range values() {
    return values;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("value_range", values.form());
    putSeed(config);
    putDataFormat(config);
    return config;
  }
}
