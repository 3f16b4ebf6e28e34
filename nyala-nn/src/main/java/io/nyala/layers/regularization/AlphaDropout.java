// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.RandomLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.Map;

/**
 * Dropout that keeps mean and variance of {@code selu} outputs: in training, sets elements to the
 * function's lower limit and rescales (Klambauer et al. 2017).
 */
public final class AlphaDropout extends RandomLayer<AlphaDropout> {
  /** The limit of selu far below zero: minus its alpha times its scale. */
  private static final double LIMIT = -1.6732632423543772 * 1.0507009873554805;

  private final double rate;
  private int[] noiseShape = {};

  /**
   * Creates the layer.
   *
   * @param rate the probability that an element is replaced, in [0, 1)
   */
  public AlphaDropout(double rate) {
    this.rate = Require.rate("AlphaDropout", rate);
  }

  static AlphaDropout from(Settings s) {
    return new AlphaDropout(s.getDouble("rate")).noiseShape(NoiseShape.read(s)).readSeed(s);
  }

  /** Sets the shape of the mask, as in {@link Dropout#noiseShape}. */
  public AlphaDropout noiseShape(int... newNoiseShape) {
    unbuilt().noiseShape = NoiseShape.check("AlphaDropout", newNoiseShape);
    return this;
  }

  @Override
  protected Value call(Call call, Value x) {
    if (!call.training() || rate == 0) {
      return x;
    }
    Value drawn = Ops.randomUniform(NoiseShape.of(x.shape(), noiseShape), stream(call));
    Value kept = Ops.cast(Ops.greaterEqual(drawn, (float) rate), DType.FLOAT32);
    Value mixed =
        Ops.add(Ops.multiply(x, kept), Ops.multiply(Ops.subtract(1, kept), (float) LIMIT));
    double a = 1 / Math.sqrt((1 - rate) * (1 + rate * LIMIT * LIMIT));
    return Ops.add(Ops.multiply(mixed, (float) a), (float) (-a * LIMIT * rate));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("rate", rate);
    putSeed(config);
    config.put("noise_shape", NoiseShape.form(noiseShape));
    return config;
  }
}
