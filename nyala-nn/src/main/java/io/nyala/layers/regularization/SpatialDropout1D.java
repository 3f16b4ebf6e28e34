// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.RandomLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.Map;

/** In training, drops whole channels of {@code (batch, time, channels)} (Tompson et al. 2015). */
public final class SpatialDropout1D extends RandomLayer<SpatialDropout1D> {
  private final double rate;

  /**
   * Creates the layer.
   *
   * @param rate the probability of zero, in [0, 1)
   */
  public SpatialDropout1D(double rate) {
    this.rate = Require.rate("SpatialDropout1D", rate);
  }

  static SpatialDropout1D from(Settings s) {
    return new SpatialDropout1D(s.getDouble("rate")).readSeed(s);
  }

  @Override
  protected Value call(Call call, Value x) {
    if (x.shape().rank() != 3) {
      throw new ShapeException("expected input (batch, time, channels)");
    }
    return call.training() ? Dropout.drop(x, rate, stream(call), -1, 1, -1) : x;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    // Keras's constructor does not take it.
    config.remove("trainable");
    config.put("rate", rate);
    putSeed(config);
    return config;
  }
}
