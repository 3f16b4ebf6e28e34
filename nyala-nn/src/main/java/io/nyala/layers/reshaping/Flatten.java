// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.DataFormat;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Map;

/**
 * Flattens all axes except the batch axis: {@code (batch, a, b, c)} to {@code (batch, a * b * c)}.
 */
public final class Flatten extends ChainedLayer<Flatten> {
  private boolean channelsFirst;

  /** Creates the layer. */
  public Flatten() {}

  static Flatten from(Settings s) {
    Flatten layer = new Flatten();
    layer.channelsFirst = DataFormat.isChannelsFirst(s);
    return layer;
  }

  /** Sets the channel axis to 1; channels are moved to the end before flattening, as in Keras. */
  public Flatten channelsFirst() {
    unbuilt().channelsFirst = true;
    return this;
  }

  @Override
  protected Value call(Call call, Value x) {
    Value y = channelsFirst && x.shape().rank() > 2 ? Ops.moveAxisToEnd(x, 1) : x;
    Shape rest = y.shape().slice(1, y.shape().rank());
    if (!rest.isKnown()) {
      throw new ShapeException("all axes except the batch must be known");
    }
    return Ops.reshape(y, Shape.of(y.shape().dim(0), rest.size()));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("data_format", DataFormat.name(channelsFirst));
    return config;
  }
}
