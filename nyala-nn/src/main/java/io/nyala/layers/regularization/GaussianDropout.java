// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.RandomLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Multiplies by Gaussian noise with mean 1 and the variance of dropout during training, {@code rate
 * / (1 - rate)} (Srivastava et al. 2014, section 10).
 */
public final class GaussianDropout extends RandomLayer<GaussianDropout> {
  private final double rate;

  /**
   * Creates the layer.
   *
   * @param rate the equivalent dropout rate, in [0, 1)
   */
  public GaussianDropout(double rate) {
    this.rate = Require.rate("GaussianDropout", rate);
  }

  static GaussianDropout from(Settings s) {
    return new GaussianDropout(s.getDouble("rate")).readSeed(s);
  }

  @Override
  protected Value call(Call call, Value x) {
    if (!call.training() || rate == 0) {
      return x;
    }
    Value noise = Ops.randomNormal(x.shape(), stream(call));
    float stddev = (float) Math.sqrt(rate / (1 - rate));
    return Ops.multiply(x, Ops.add(Ops.multiply(noise, stddev), 1));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("rate", rate);
    putSeed(config);
    return config;
  }
}
