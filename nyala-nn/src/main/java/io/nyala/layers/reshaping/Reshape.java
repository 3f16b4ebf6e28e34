// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.Map;

/** Gives each sample another shape with the same number of elements. */
public final class Reshape extends ChainedLayer<Reshape> {
  private final Shape targetShape;

  /**
   * Creates the layer.
   *
   * @param targetShape the shape without the batch axis; at most one extent may be -1 and is
   *     inferred
   */
  public Reshape(int... targetShape) {
    Require.given("Reshape", "target_shape", targetShape);
    if (Arrays.stream(targetShape).filter(d -> d == Shape.UNKNOWN).count() > 1
        || Arrays.stream(targetShape).anyMatch(d -> d == 0 || d < Shape.UNKNOWN)) {
      throw new IllegalArgumentException(
          "Reshape: target_shape must be positive except for one -1, got "
              + Arrays.toString(targetShape));
    }
    this.targetShape = Shape.of(targetShape);
  }

  static Reshape from(Settings s) {
    return new Reshape(s.getShape("target_shape").dims());
  }

  @Override
  protected Value call(Call call, Value x) {
    Shape rest = x.shape().slice(1, x.shape().rank());
    Shape target = targetShape;
    if (rest.isKnown()) {
      target = resolve(rest);
    } else if (!target.isKnown()) {
      throw new ShapeException("a target with -1 needs known axes");
    }
    return Ops.reshape(x, Shape.of(x.shape().dim(0)).concat(target));
  }

  private Shape resolve(Shape from) {
    int known = Shape.of(Arrays.stream(targetShape.dims()).filter(d -> d > 0).toArray()).size();
    Shape target = targetShape;
    for (int i = 0; i < target.rank(); i++) {
      if (target.dim(i) == Shape.UNKNOWN) {
        target = target.with(i, from.size() / known);
      }
    }
    if (target.size() != from.size()) {
      throw new ShapeException(
          "%d elements %s do not fill the target shape %s"
              .formatted(from.size(), from, targetShape));
    }
    return target;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("target_shape", Arrays.stream(targetShape.dims()).boxed().toList());
    return config;
  }
}
