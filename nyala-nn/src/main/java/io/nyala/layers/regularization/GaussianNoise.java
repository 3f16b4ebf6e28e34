// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.RandomLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/** Adds Gaussian noise with mean 0 during training. */
public final class GaussianNoise extends RandomLayer<GaussianNoise> {
  private final double stddev;

  /**
   * Creates the layer.
   *
   * @param stddev standard deviation of the noise, from 0 to 1
   */
  public GaussianNoise(double stddev) {
    this.stddev = Require.fraction("GaussianNoise", "stddev", stddev);
  }

  static GaussianNoise from(Settings s) {
    return new GaussianNoise(s.getDouble("stddev")).readSeed(s);
  }

  @Override
  protected Value call(Call call, Value x) {
    if (!call.training() || stddev == 0) {
      return x;
    }
    Value noise = Ops.randomNormal(x.shape(), stream(call));
    return Ops.add(x, Ops.multiply(noise, (float) stddev));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("stddev", stddev);
    putSeed(config);
    return config;
  }
}
