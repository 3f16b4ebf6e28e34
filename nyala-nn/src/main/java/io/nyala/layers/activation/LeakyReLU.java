// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import io.nyala.activations.Activations;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/** {@code x} above 0, {@code negativeSlope * x} below. */
public final class LeakyReLU extends ChainedLayer<LeakyReLU> {
  private final double negativeSlope;

  /**
   * Creates the layer.
   *
   * @param negativeSlope the slope below 0, not negative; default 0.3, which differs from the
   *     function of the same name
   */
  public LeakyReLU(double negativeSlope) {
    this.negativeSlope = Require.notNegative("LeakyReLU", "negative_slope", negativeSlope);
  }

  static LeakyReLU from(Settings s) {
    return new LeakyReLU(s.getDouble("negative_slope", s.getDouble("alpha", 0.3)));
  }

  @Override
  protected Value call(Call call, Value x) {
    return Activations.leakyRelu(negativeSlope).apply(x);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("negative_slope", negativeSlope);
    return config;
  }
}
