// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.support.ImageSizes;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Map;

/**
 * Base class of layers that upsample each spatial axis.
 *
 * @param <L> the concrete layer type
 */
abstract class UpSampling<L extends UpSampling<L>> extends SpatialLayer<L> {
  private final int[] size;

  UpSampling(int spatialRank, int... size) {
    super(spatialRank);
    this.size =
        perAxis(
            "size", Require.given(className(), "size", size).length == 0 ? new int[] {2} : size);
  }

  /** Returns the interpolation. */
  Interpolation interpolation() {
    return Interpolation.NEAREST;
  }

  /** Returns where the elements of an axis come from. */
  Interpolation.Taps taps(int from, int to) {
    return interpolation().taps(from, to, false);
  }

  @Override
  protected final Value call(Call call, Value input) {
    Value x = floats(input);
    if (!x.shape().drop(0).isKnown()) {
      throw new ShapeException("all axes except the batch must be known");
    }
    int[] axes = spatialAxes();
    Shape wanted = x.shape();
    for (int i = 0; i < axes.length; i++) {
      wanted = wanted.with(axes[i], Shape.extent((long) wanted.dim(axes[i]) * size[i]));
    }
    wanted.requireRoom();
    if (interpolation() != Interpolation.NEAREST && !wanted.isKnown()) {
      // Only the shape is asked for; what is to be multiplied would be large.
      return StandIn.reshape(x, wanted);
    }
    for (int i = 0; i < axes.length; i++) {
      if (size[i] > 1) {
        int to = wanted.dim(axes[i]);
        x =
            interpolation() == Interpolation.NEAREST
                ? Ops.repeat(x, axes[i], size[i])
                : ImageSizes.along(x, axes[i], taps(x.shape().dim(axes[i]), to));
      }
    }
    return x;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("size", spatialRank() == 1 ? size[0] : ShapeForm.list(size));
    putDataFormat(config);
    return config;
  }
}
