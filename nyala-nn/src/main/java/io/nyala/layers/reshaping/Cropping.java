// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;

/**
 * Base class of layers that crop both ends of each spatial axis.
 *
 * @param <L> the concrete layer type
 */
abstract class Cropping<L extends Cropping<L>> extends Border<L> {
  Cropping(int spatialRank, int... cropping) {
    super("cropping", spatialRank, orDefault(cropping));
  }

  @Override
  protected final Value call(Call call, Value input) {
    Value x = floats(input);
    int[] axes = spatialAxes();
    for (int i = 0; i < axes.length; i++) {
      int extent = x.shape().dim(axes[i]);
      // Of an unknown extent an unknown one is left: only shapes are asked for.
      if (extent != Shape.UNKNOWN) {
        long left = (long) extent - before(i) - after(i);
        if (left < 1) {
          throw new ShapeException(
              "cropping %s leaves nothing of the %d positions of axis %d"
                  .formatted(pairs(), extent, axes[i]));
        }
        x = Ops.slice(x, axes[i], before(i), (int) left);
      }
    }
    return x;
  }
}
