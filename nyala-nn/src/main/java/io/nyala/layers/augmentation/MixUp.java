// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Blends each image with another one of the batch during training, and their labels in the same
 * proportion (Zhang et al. 2018). The proportions are drawn from a beta distribution.
 */
public final class MixUp extends MixingLayer<MixUp> {
  private final double alpha;

  /**
   * Creates the layer.
   *
   * @param alpha both parameters of the beta distribution, positive; 0.2 in Keras. The smaller, the
   *     more often an image is hardly mixed
   */
  public MixUp(double alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("MixUp: alpha must be positive, got " + alpha);
    }
    this.alpha = alpha;
  }

  static MixUp from(Settings s) {
    return new MixUp(s.getDouble("alpha", 0.2)).readCommon(s);
  }

  @Override
  Mix draw(Call call, Value x) {
    Value order = order(call, x, 0);
    int rows = x.shape().dim(0);
    Value weight = BetaDraws.beta(rows, Ops.constant((float) alpha), which -> key(call, 1 + which));
    return new Mix(order, weight, null);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("alpha", alpha);
    putSeed(config);
    putDataFormat(config);
    return config;
  }
}
