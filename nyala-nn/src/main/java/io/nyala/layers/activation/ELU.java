// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import io.nyala.activations.Activations;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/** {@code x} above 0, {@code alpha * (e^x - 1)} below (Clevert et al. 2016). */
public final class ELU extends ChainedLayer<ELU> {
  private final double alpha;

  /**
   * Creates the layer.
   *
   * @param alpha the scale below 0, not negative; default 1
   */
  public ELU(double alpha) {
    this.alpha = Require.notNegative("ELU", "alpha", alpha);
  }

  static ELU from(Settings s) {
    return new ELU(s.getDouble("alpha", 1));
  }

  @Override
  protected Value call(Call call, Value x) {
    return Activations.elu(alpha).apply(x);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("alpha", alpha);
    return config;
  }
}
