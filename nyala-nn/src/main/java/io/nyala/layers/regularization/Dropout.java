// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.RandomLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * In training, sets a random share of the elements to zero and scales the others by {@code 1 / (1 -
 * rate)} (Srivastava et al. 2014).
 */
public final class Dropout extends RandomLayer<Dropout> {
  private final double rate;
  private int[] noiseShape = {};

  /**
   * Creates the layer.
   *
   * @param rate the probability of zero, in [0, 1)
   */
  public Dropout(double rate) {
    this.rate = Require.rate("Dropout", rate);
  }

  static Dropout from(Settings s) {
    return new Dropout(s.getDouble("rate")).noiseShape(NoiseShape.read(s)).readSeed(s);
  }

  /**
   * Sets the shape of the mask, which is repeated along axes of extent 1; -1 stands for the input's
   * extent. By default each element is drawn on its own.
   */
  public Dropout noiseShape(int... newNoiseShape) {
    unbuilt().noiseShape = NoiseShape.check("Dropout", newNoiseShape);
    return this;
  }

  @Override
  protected Value call(Call call, Value x) {
    return call.training() ? drop(x, rate, stream(call), noiseShape) : x;
  }

  /**
   * Drops elements and scales the others by {@code 1 / (1 - rate)}.
   *
   * @param key of the stream to draw from, as {@link Call#newStream()} gives it
   * @param noiseShape of the mask, which is repeated along axes of extent 1; none draws for each
   *     element
   */
  public static Value drop(Value x, double rate, long key, int... noiseShape) {
    if (rate == 0) {
      return x;
    }
    Value floats = Ops.cast(x, DType.FLOAT32);
    if (noiseShape.length == 0) {
      return Ops.dropout(floats, (float) rate, key);
    }
    Shape shape = NoiseShape.of(x.shape(), noiseShape);
    Value ones = Ops.broadcastTo(Ops.constant(1), shape);
    return Ops.multiply(floats, Ops.dropout(ones, (float) rate, key));
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
