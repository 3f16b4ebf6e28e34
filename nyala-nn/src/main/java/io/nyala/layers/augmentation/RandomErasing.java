// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/** Erases a rectangle of images {@code (batch, height, width, channels)} during training. */
public final class RandomErasing extends RandomColorLayer<RandomErasing> {
  private Range scale = new Range(0.02, 0.33);
  private double[] fill;

  /**
   * Creates the layer.
   *
   * @param factor the probability of an image is itself drawn from 0 to this number; 1 in Keras
   */
  public RandomErasing(double factor) {
    super(Range.around("RandomErasing", "factor", factor, 0, 1));
  }

  /** Creates the layer with a range of probabilities. */
  public RandomErasing(double from, double to) {
    super(Range.between("RandomErasing", "factor", from, to, 0, 1));
  }

  private RandomErasing(Range factor) {
    super(factor);
  }

  static RandomErasing from(Settings s) {
    RandomErasing layer = new RandomErasing(Range.read(s, "factor", 1, 0, 1)).readRange(s);
    if (s.has("scale")) {
      layer.scale = Range.read(s, "scale", 0, 1);
    }
    return s.has("fill_value") ? layer.fill(s.getDoubles("fill_value")) : layer;
  }

  /**
   * Sets the size of the rectangle. Width and height are drawn separately: each is the root of a
   * number in this range, as a share of the image; default 0.02 to 0.33.
   */
  public RandomErasing scale(double from, double to) {
    unbuilt().scale = Range.between("RandomErasing", "scale", from, to, 0, 1);
    return this;
  }

  /**
   * Fills rectangles with a value; the default are normal random numbers times the largest value of
   * the range. The values are clipped to the range.
   *
   * @param values one number, or one for each of three channels
   */
  public RandomErasing fill(double... values) {
    Require.given("RandomErasing", "fill_value", values);
    if (values.length != 1 && values.length != 3) {
      throw new IllegalArgumentException(
          "RandomErasing: fill_value must be 1 or 3 numbers, got " + values.length);
    }
    unbuilt().fill = values.clone();
    return this;
  }

  @Override
  Value change(Call call, Value x) {
    Value across = Ops.sqrt(uniform(call, x, 0, scale));
    Value down = Ops.sqrt(uniform(call, x, 1, scale));
    Value left = uniform(call, x, 2, Range.UNIT);
    Value top = uniform(call, x, 3, Range.UNIT);
    Box box = Box.of(x.shape(), across, down, left, top);
    Value gone = Ops.and(box.mask(x.shape()), happens(call, x, 4, factor()));
    return erase(x, gone, filling(call, x));
  }

  private Value filling(Call call, Value x) {
    if (fill == null) {
      Value noise = Ops.randomNormal(x.shape(), key(call, 6));
      return Ops.multiply(noise, (float) values().high());
    }
    if (fill.length > 1 && fill.length != x.shape().dim(3)) {
      throw new ShapeException(
          "fill_value has %d numbers, but images have %d channels"
              .formatted(fill.length, x.shape().dim(3)));
    }
    return Ops.constant(Tensor.vector(fill));
  }

  /** Fills the pixels that are gone, {@code (batch, height, width, 1)}. */
  Value erase(Value x, Value gone, Value filling) {
    return Ops.where(gone, Ops.broadcastTo(cut(filling), x.shape()), x);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("scale", scale.form());
    config.put(
        "fill_value",
        fill == null ? null : fill.length == 1 ? fill[0] : Arrays.stream(fill).boxed().toList());
    return config;
  }
}
