// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Inverts bright pixels of images {@code (batch, height, width, channels)} during training: a value
 * from 0 to 255, after an addition, becomes 255 minus itself unless it is below a threshold.
 */
public final class Solarization extends RandomRangeLayer<Solarization> {
  private final Range addition;
  private final Range threshold;

  /**
   * Creates the layer.
   *
   * @param addition the largest addition, as a share of 255, from 0 to 1; 0 in Keras
   * @param threshold the largest threshold, as a share of 255, from 0 to 1; 0, as in Keras, inverts
   *     all pixels
   */
  public Solarization(double addition, double threshold) {
    this(
        Range.between("Solarization", "addition_factor", 0, addition, 0, 1),
        Range.between("Solarization", "threshold_factor", 0, threshold, 0, 1));
  }

  Solarization(Range addition, Range threshold) {
    this.addition = addition;
    this.threshold = threshold;
  }

  static Solarization from(Settings s) {
    return new Solarization(
            Range.read(s, "addition_factor", 0, 0, 1), Range.read(s, "threshold_factor", 0, 0, 1))
        .readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    return invert(x, draw(call, x, 0, addition), draw(call, x, 1, threshold));
  }

  /** Keras scales the upper end of the range to bytes, but not the lower one. */
  private Value draw(Call call, Value x, int which, Range range) {
    return uniform(call, x, which, range.low(), range.high() * Range.BYTES.high());
  }

  /** Inverts the pixels that are not below a threshold; both {@code (batch, 1, 1, 1)}. */
  Value invert(Value x, Value additions, Value thresholds) {
    Value bytes = Range.BYTES.clip(Ops.add(values().scale(x, Range.BYTES), additions));
    Value inverted = Ops.subtract((float) Range.BYTES.high(), bytes);
    return Range.BYTES.scale(Ops.where(Ops.less(bytes, thresholds), bytes, inverted), values());
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("addition_factor", addition.form());
    config.put("threshold_factor", threshold.form());
    return config;
  }
}
