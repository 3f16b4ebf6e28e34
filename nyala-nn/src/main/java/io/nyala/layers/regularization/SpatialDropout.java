// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.RandomLayer;
import io.nyala.layers.support.DataFormat;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.Map;

/**
 * Base class of layers that drop entire channels during training.
 *
 * @param <L> the concrete layer type
 */
abstract class SpatialDropout<L extends SpatialDropout<L>> extends RandomLayer<L> {
  private final String axes;
  private final double rate;
  private boolean channelsFirst;

  /**
   * Creates the layer.
   *
   * @param axes names of the spatial axes, for messages
   */
  SpatialDropout(String axes, double rate) {
    this.axes = axes;
    this.rate = Require.rate(className(), rate);
  }

  final L read(Settings s) {
    channelsFirst = DataFormat.isChannelsFirst(s);
    return readSeed(s);
  }

  /** Sets the channel axis to 1; the default is the last axis. */
  public L channelsFirst() {
    L self = unbuilt();
    channelsFirst = true;
    return self;
  }

  @Override
  protected final Value call(Call call, Value x) {
    int rank = axes.split(", ").length + 2;
    if (x.shape().rank() != rank) {
      throw new ShapeException(
          channelsFirst
              ? "expected input (batch, channels, " + axes + ")"
              : "expected input (batch, " + axes + ", channels)");
    }
    int[] noise = new int[rank];
    Arrays.fill(noise, 1);
    noise[0] = -1;
    noise[channelsFirst ? 1 : rank - 1] = -1;
    return call.training() ? Dropout.drop(x, rate, stream(call), noise) : x;
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
