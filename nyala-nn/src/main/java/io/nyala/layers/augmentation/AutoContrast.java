// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Stretches each channel of each image {@code (batch, height, width, channels)} to the whole range
 * of values, in training and in inference. A channel of one value is unchanged.
 */
public final class AutoContrast extends SpatialLayer<AutoContrast> {
  private Range values = Range.BYTES;

  /** Creates the layer. */
  public AutoContrast() {
    super(2);
  }

  static AutoContrast from(Settings s) {
    AutoContrast layer = new AutoContrast().readDataFormat(s);
    layer.values = Range.readValues(s);
    return layer;
  }

  /** Sets the range of pixel values; default 0 to 255. */
  public AutoContrast valueRange(double from, double to) {
    unbuilt().values = Range.ofValues(className(), from, to);
    return this;
  }

  @Override
  protected Value call(Call call, Value input) {
    return leave(stretch(enter(input), values));
  }

  static Value stretch(Value x, Range values) {
    Value bytes = values.scale(x, Range.BYTES);
    Value low = Ops.min(bytes, true, 1, 2);
    Value high = Ops.max(bytes, true, 1, 2);
    Value flat = Ops.equal(low, high);
    Value spread = Ops.where(flat, Ops.constant(1f), Ops.subtract(high, low));
    Value scale = Ops.divide((float) Range.BYTES.high(), spread);
    Value stretched = Ops.subtract(Ops.multiply(bytes, scale), Ops.multiply(low, scale));
    Value whole = Range.BYTES.scale(Range.BYTES.clip(stretched), values);
    return Ops.where(Ops.broadcastTo(flat, x.shape()), x, whole);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("value_range", values.form());
    putDataFormat(config);
    return config;
  }
}
