// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.applications;

import io.nyala.layers.base.Call;
import io.nyala.layers.regularization.Dropout;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Arrays;
import java.util.Map;

/**
 * In training, sets whole samples to zero at random and scales the others by {@code 1 / (1 - rate)}
 * (Huang et al. 2016, "Deep Networks with Stochastic Depth"). At the end of a residual block, this
 * leaves the block out for these samples.
 *
 * <p>Source: {@code keras.src.applications.convnext.StochasticDepth}, which has no seed of its own
 * either.
 */
public final class StochasticDepth extends ApplicationLayer<StochasticDepth> {
  private final double dropPathRate;

  /**
   * Creates the layer.
   *
   * @param dropPathRate the probability with which a sample is set to zero, in [0, 1)
   */
  public StochasticDepth(double dropPathRate) {
    super("convnext");
    this.dropPathRate = Require.rate("StochasticDepth", dropPathRate);
  }

  static StochasticDepth from(Settings s) {
    return new StochasticDepth(s.getDouble("drop_path_rate"));
  }

  @Override
  protected Value call(Call call, Value x) {
    if (!call.training()) {
      return x;
    }
    int[] samples = new int[x.shape().rank()];
    Arrays.fill(samples, 1);
    samples[0] = -1;
    return Dropout.drop(x, dropPathRate, call.newStream(), samples);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("drop_path_rate", dropPathRate);
    return config;
  }
}
