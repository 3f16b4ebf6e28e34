// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import io.nyala.activations.Activations;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * The rectified linear unit, {@code max(x, 0)}. With Keras's settings: {@code min(x, maxValue)}
 * above the threshold and {@code negativeSlope * (x - threshold)} below it.
 */
public final class ReLU extends ChainedLayer<ReLU> {
  private double maxValue = Double.POSITIVE_INFINITY;
  private double negativeSlope;
  private double threshold;

  /** Creates {@code max(x, 0)}. */
  public ReLU() {}

  static ReLU from(Settings s) {
    return new ReLU()
        .maxValue(s.getDouble("max_value", Double.POSITIVE_INFINITY))
        .negativeSlope(s.getDouble("negative_slope", 0))
        .threshold(s.getDouble("threshold", 0));
  }

  /** Sets the maximum output; default none. */
  public ReLU maxValue(double newMaxValue) {
    unbuilt().maxValue = Require.notNegative("ReLU", "max_value", newMaxValue);
    return this;
  }

  /** Sets the slope below the threshold; default 0. */
  public ReLU negativeSlope(double newSlope) {
    unbuilt().negativeSlope = Require.notNegative("ReLU", "negative_slope", newSlope);
    return this;
  }

  /** Sets the threshold; default 0. */
  public ReLU threshold(double newThreshold) {
    unbuilt().threshold = Require.notNegative("ReLU", "threshold", newThreshold);
    return this;
  }

  @Override
  protected Value call(Call call, Value x) {
    return Activations.relu(negativeSlope, maxValue, threshold).apply(x);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("max_value", maxValue == Double.POSITIVE_INFINITY ? null : maxValue);
    config.put("negative_slope", negativeSlope);
    config.put("threshold", threshold);
    return config;
  }
}
