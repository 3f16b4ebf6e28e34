// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.UnitLength;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;

/**
 * The dot product of two inputs along one axis of each, computed per sample: {@code (batch, a...,
 * k)} and {@code (batch, b..., k)} give {@code (batch, a..., b...)}, and {@code (batch, 1)} for two
 * vectors.
 */
public final class Dot extends ChainedLayer<Dot> {
  private final int[] axes;
  private boolean normalize;

  /**
   * Creates the layer.
   *
   * @param axis of both inputs, where the batch axis is 0
   */
  public Dot(int axis) {
    this(new int[] {axis});
  }

  /**
   * Creates the layer.
   *
   * @param first axis of the first input, where the batch axis is 0
   * @param second axis of the second input
   */
  public Dot(int first, int second) {
    this(new int[] {first, second});
  }

  private Dot(int... axes) {
    for (int axis : axes) {
      if (axis == 0) {
        throw new IllegalArgumentException("Dot: axis 0 is the batch; axes start at 1");
      }
    }
    this.axes = axes;
  }

  static Dot from(Settings s) {
    int[] axes = s.getInts("axes");
    if (axes.length < 1 || axes.length > 2) {
      throw new IllegalArgumentException("Dot: axes must be one or two, got " + s.get("axes"));
    }
    return new Dot(axes).normalize(s.getBoolean("normalize", false));
  }

  /**
   * Sets whether to scale the inputs to L2 norm 1 first, which gives the cosine similarity; default
   * false.
   */
  public Dot normalize(boolean newNormalize) {
    unbuilt().normalize = newNormalize;
    return this;
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException("takes exactly two inputs, got " + inputs.size());
    }
    Value x = atEnd(inputs.get(0), axes[0]);
    Value y = atEnd(inputs.get(1), axes[axes.length - 1]);
    if (!Shape.of(x.shape().last()).accepts(Shape.of(y.shape().last()))) {
      throw new ShapeException(
          "axes must have the same extent, got %d and %d"
              .formatted(x.shape().last(), y.shape().last()));
    }
    Shape kept = x.shape().drop(-1).concat(y.shape().slice(1, y.shape().rank() - 1));
    Value products = Ops.matmul(matrices(x), matrices(y), false, true);
    return List.of(
        kept.rank() == products.shape().rank()
            ? products
            : Ops.reshape(products, kept.rank() == 1 ? kept.insert(1, 1) : kept));
  }

  private Value atEnd(Value x, int axis) {
    Value last = Ops.moveAxisToEnd(x, axis);
    return normalize ? UnitLength.of(last, -1) : last;
  }

  /** Returns {@code (batch, rows, k)} for any number of axes between batch and k. */
  private static Value matrices(Value x) {
    if (x.shape().rank() == 3) {
      return x;
    }
    int rows = x.shape().slice(1, x.shape().rank() - 1).size();
    return Ops.reshape(x, Shape.of(x.shape().dim(0), rows, x.shape().last()));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axes", axes.length == 1 ? axes[0] : List.of(axes[0], axes[1]));
    config.put("normalize", normalize);
    return config;
  }
}
