// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import io.nyala.layers.base.Call;
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
 * Layer normalization (Ba, Kiros and Hinton 2016): normalizes each sample with its own moments over
 * one or more axes.
 *
 * <p>Weights: gamma and beta, with the extents of these axes.
 */
public final class LayerNormalization extends ScaleAndShift<LayerNormalization> {
  private int[] axes = {-1};

  /** Creates the layer with Keras's defaults: last axis, epsilon 0.001. */
  public LayerNormalization() {
    super("LayerNormalization");
  }

  static LayerNormalization from(Settings s) {
    if (s.getBoolean("rms_scaling", false)) {
      throw new IllegalArgumentException(
          "LayerNormalization: rms_scaling is not supported; Keras itself deprecates it");
    }
    return new LayerNormalization().axis(s.getInts("axis", -1)).readScaleAndShift(s);
  }

  /** Sets the axes over which moments are computed; default the last one. */
  public LayerNormalization axis(int... newAxes) {
    unbuilt().axes = Arrays.stream(Require.given(className(), "axis", newAxes)).sorted().toArray();
    if (newAxes.length == 0) {
      throw new IllegalArgumentException("LayerNormalization: axis must name an axis");
    }
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = inputShapes.get(0);
    Shape shape = Shape.of(Arrays.stream(axes).map(x::dim).toArray());
    if (!shape.isKnown()) {
      throw new ShapeException("the extents of axes " + Arrays.toString(axes) + " must be known");
    }
    buildScaleAndShift(shape);
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Ops.cast(input, DType.FLOAT32);
    Shape s = x.shape();
    if (axes.length == 1 && s.axis(axes[0]) == s.rank() - 1) {
      Shape features = Shape.of(s.last());
      return Ops.layerNorm(x, gammaOrOnes(call, features), betaOrZeros(call, features), epsilon());
    }
    int[] along = IntStream.generate(() -> 1).limit(s.rank()).toArray();
    for (int axis : axes) {
      along[s.axis(axis)] = s.dim(axis);
    }
    Value mean = Ops.mean(x, true, axes);
    Value variance = Ops.mean(Ops.square(Ops.subtract(x, mean)), true, axes);
    return normalize(call, x, mean, variance, Shape.of(along));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", Arrays.stream(axes).boxed().toList());
    putScaleAndShift(config);
    config.put("rms_scaling", false);
    return config;
  }
}
