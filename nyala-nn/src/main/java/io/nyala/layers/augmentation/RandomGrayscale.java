// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * Converts a random fraction of the images {@code (batch, height, width, 3)} to grayscale during
 * training.
 */
public final class RandomGrayscale extends RandomImageLayer<RandomGrayscale> {
  private static final Tensor LUMINANCE = Tensor.vector(0.2989f, 0.5870f, 0.1140f);

  private final double factor;

  /**
   * Creates the layer.
   *
   * @param factor the probability that an image is converted, from 0 to 1; 0.5 in Keras
   */
  public RandomGrayscale(double factor) {
    this.factor = Require.fraction("RandomGrayscale", "factor", factor);
  }

  static RandomGrayscale from(Settings s) {
    return new RandomGrayscale(s.getDouble("factor", 0.5)).readCommon(s);
  }

  @Override
  Value change(Call call, Value x) {
    Value grey = grey(x);
    Value drawn = Ops.less(uniform(call, x, 0, 0, 1), (float) factor);
    Shape all = x.shape();
    return Ops.where(drawn, Ops.broadcastTo(grey, all), x);
  }

  /** Returns the luminance of colours, {@code (batch, height, width, 1)}. */
  static Value grey(Value x) {
    RandomSaturation.colours(x.shape());
    return Ops.sum(Ops.multiply(x, Ops.constant(LUMINANCE)), true, 3);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("factor", factor);
    putDataFormat(config);
    return config;
  }
}
