// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import static io.nyala.initializers.Initializers.ones;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scales to a root mean square of 1 along one or more axes and multiplies by a trained scale (Zhang
 * and Sennrich 2019): {@code x / sqrt(mean(x^2) + epsilon) * scale}.
 *
 * <p>Weights: scale, with the extents of the axes.
 */
public final class RMSNormalization extends ChainedLayer<RMSNormalization> {
  private final int[] axes;
  private double epsilon = 1e-6;
  private Weight scale;

  /**
   * Creates the layer.
   *
   * @param axes the axes along which the mean is computed; default the last one
   */
  public RMSNormalization(int... axes) {
    this.axes =
        Require.given("RMSNormalization", "axis", axes).length == 0
            ? new int[] {-1}
            : Arrays.stream(axes).sorted().toArray();
  }

  static RMSNormalization from(Settings s) {
    return new RMSNormalization(s.getInts("axis", -1)).epsilon(s.getDouble("epsilon", 1e-6));
  }

  /** Sets the value added to the mean square; default 0.000001. */
  public RMSNormalization epsilon(double newEpsilon) {
    unbuilt().epsilon = Require.notNegative("RMSNormalization", "epsilon", newEpsilon);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape shape = Shape.of(Arrays.stream(axes).map(inputShapes.get(0)::dim).toArray());
    if (!shape.isKnown()) {
      throw new ShapeException("the extents of axes " + Arrays.toString(axes) + " must be known");
    }
    scale = addWeight("scale", shape, ones(), true, null, null);
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Ops.cast(input, DType.FLOAT32);
    Value meanSquare = Ops.mean(Ops.square(x), true, axes);
    Value unit = Ops.multiply(x, Ops.rsqrt(Ops.add(meanSquare, (float) epsilon)));
    int[] along = IntStream.generate(() -> 1).limit(x.shape().rank()).toArray();
    for (int axis : axes) {
      along[x.shape().axis(axis)] = x.shape().dim(axis);
    }
    return Ops.multiply(unit, Ops.reshape(call.read(scale), Shape.of(along)));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", Arrays.stream(axes).boxed().toList());
    config.put("epsilon", epsilon);
    return config;
  }
}
