// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.images.FillMode;
import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Base class of layers that translate, rotate, zoom or shear images randomly during training.
 *
 * @param <L> the concrete layer type
 */
abstract class RandomAffineLayer<L extends RandomAffineLayer<L>> extends RandomImageLayer<L> {
  private Interpolation interpolation = Interpolation.BILINEAR;
  private FillMode fillMode = FillMode.REFLECT;
  private double fillValue;

  RandomAffineLayer() {}

  final L readAffine(Settings s) {
    interpolation(s.getEnum("interpolation", Interpolation.BILINEAR));
    fillMode = s.getEnum("fill_mode", FillMode.REFLECT);
    fillValue = s.getDouble("fill_value", 0);
    return readCommon(s);
  }

  /** Sets the interpolation: bilinear (the default) or nearest. */
  public L interpolation(Interpolation how) {
    L self = unbuilt();
    interpolation = simple(className(), how);
    return self;
  }

  /** Returns an interpolation that sampling knows. */
  static Interpolation simple(String layer, Interpolation how) {
    Require.given(layer, "interpolation", how);
    if (how != Interpolation.BILINEAR && how != Interpolation.NEAREST) {
      throw new IllegalArgumentException(
          layer + ": interpolation must be bilinear or nearest, got " + how.kerasName());
    }
    return how;
  }

  /** Sets how points beyond the edges are filled; default reflect. */
  public L fill(FillMode mode) {
    L self = unbuilt();
    fillMode = Require.given(className(), "fill_mode", mode);
    return self;
  }

  /** Fills points beyond the edges with a constant value. */
  public L fill(double value) {
    L self = unbuilt();
    fillMode = FillMode.CONSTANT;
    fillValue = value;
    return self;
  }

  @Override
  final Value change(Call call, Value x) {
    boolean nearest = interpolation == Interpolation.NEAREST;
    return new AffineSampling(nearest, fillMode, (float) fillValue).apply(x, matrix(call, x));
  }

  /** Draws a random transformation for each image. */
  abstract AffineSampling.Matrix matrix(Call call, Value x);

  /** Returns the same number for each image. */
  static Value same(Value x, float number) {
    return Ops.broadcastTo(Ops.constant(number), Shape.of(x.shape().dim(0), 1, 1, 1));
  }

  /**
   * Returns the offset of a matrix that keeps the center of an image in place.
   *
   * @param x the images
   * @param a0 the first element of a matrix row
   * @param a1 its second element
   * @param axis 2 for columns, 1 for rows
   */
  static Value offset(Value x, Value a0, Value a1, int axis) {
    float middleX = (x.shape().dim(2) - 1) / 2f;
    float middleY = (x.shape().dim(1) - 1) / 2f;
    float middle = axis == 2 ? middleX : middleY;
    return Ops.subtract(Ops.subtract(middle, Ops.multiply(a0, middleX)), Ops.multiply(a1, middleY));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("fill_mode", fillMode.kerasName());
    config.put("fill_value", fillValue);
    config.put("interpolation", interpolation.kerasName());
    putSeed(config);
    putDataFormat(config);
    return config;
  }
}
