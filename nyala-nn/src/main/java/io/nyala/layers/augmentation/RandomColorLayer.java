// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.ops.Value;
import java.util.Map;

/**
 * Base class of layers that change pixel values randomly during training, by one factor per image.
 *
 * @param <L> the concrete layer type
 */
abstract class RandomColorLayer<L extends RandomColorLayer<L>> extends RandomRangeLayer<L> {
  private final Range factor;

  RandomColorLayer(Range factor) {
    this.factor = factor;
  }

  final Range factor() {
    return factor;
  }

  final Value cut(Value x) {
    return values().clip(x);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("factor", factor.form());
    return config;
  }
}
