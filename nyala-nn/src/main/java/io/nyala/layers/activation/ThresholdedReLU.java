// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.Map;

/**
 * {@code x} above a threshold, 0 elsewhere (Konda et al. 2015): {@code x * (x > theta)}. Keras
 * removed it after Keras 2; in new models use {@link ReLU#threshold}, which is equivalent.
 */
public final class ThresholdedReLU extends ChainedLayer<ThresholdedReLU> {
  private final double theta;

  /**
   * Creates the layer.
   *
   * @param theta the threshold, not negative; default 1
   */
  public ThresholdedReLU(double theta) {
    this.theta = Require.notNegative("ThresholdedReLU", "theta", theta);
  }

  static ThresholdedReLU from(Settings s) {
    return new ThresholdedReLU(s.getDouble("theta", 1));
  }

  @Override
  protected Value call(Call call, Value x) {
    return Ops.multiply(x, Ops.cast(Ops.greater(x, (float) theta), DType.FLOAT32));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("theta", theta);
    return config;
  }
}
