// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.Map;

/**
 * Base class of global pooling layers: the maximum or the mean of each channel.
 *
 * @param <L> the concrete layer type
 */
abstract class GlobalPooling<L extends GlobalPooling<L>> extends SpatialLayer<L> {
  private final boolean max;
  private boolean keepDims;

  GlobalPooling(boolean max, int spatialRank) {
    super(spatialRank);
    this.max = max;
  }

  final L read(Settings s) {
    keepDims = s.getBoolean("keepdims", false);
    return readDataFormat(s);
  }

  /** Sets whether to keep the spatial axes with extent 1; default false. */
  public L keepDims(boolean newKeepDims) {
    L self = unbuilt();
    keepDims = newKeepDims;
    return self;
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = floats(input);
    checkPositions(x);
    return max ? Ops.max(x, keepDims, spatialAxes()) : Ops.mean(x, keepDims, spatialAxes());
  }

  final void checkPositions(Value x) {
    for (int axis : spatialAxes()) {
      if (x.shape().dim(axis) == 0) {
        throw new ShapeException("cannot pool over zero positions");
      }
    }
  }

  final Value sum(Value x) {
    return Ops.sum(x, keepDims, spatialAxes());
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    putDataFormat(config);
    config.put("keepdims", keepDims);
    return config;
  }
}
