// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.Map;

/**
 * In training, drops whole channels of {@code (batch, height, width, channels)} (Tompson et al.
 * 2015).
 */
public final class SpatialDropout2D extends RandomLayer<SpatialDropout2D> {
  private final double rate;
  private boolean channelsFirst;

  /**
   * Creates the layer.
   *
   * @param rate the probability of zero, in [0, 1)
   */
  public SpatialDropout2D(double rate) {
    this.rate = Require.rate("SpatialDropout2D", rate);
  }

  static SpatialDropout2D from(Settings s) {
    SpatialDropout2D layer = new SpatialDropout2D(s.getDouble("rate"));
    layer.channelsFirst = DataFormat.isChannelsFirst(s);
    return layer.readSeed(s);
  }

  /** Says that channels are axis 1; by default they are the last axis. */
  public SpatialDropout2D channelsFirst() {
    unbuilt().channelsFirst = true;
    return this;
  }

  @Override
  protected Value call(Call call, Value x) {
    if (x.shape().rank() != 4) {
      throw new ShapeException("expected input (batch, height, width, channels)");
    }
    return call.training()
        ? Dropout.drop(
            x,
            rate,
            stream(call),
            channelsFirst ? new int[] {-1, -1, 1, 1} : new int[] {-1, 1, 1, -1})
        : x;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    // Keras's constructor does not take it.
    config.remove("trainable");
    config.put("rate", rate);
    putSeed(config);
    config.put("data_format", DataFormat.name(channelsFirst));
    return config;
  }
}
