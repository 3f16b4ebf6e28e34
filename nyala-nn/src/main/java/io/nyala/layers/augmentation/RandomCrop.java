// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.images.FillMode;
import io.nyala.layers.base.Call;
import io.nyala.layers.support.ImageSizes;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Crops each image {@code (batch, height, width, channels)} at a random position during training.
 * Images not larger than the crop are center-cropped and resized.
 *
 * <p>Images are unchanged in inference, as in Keras 3.15, so output shapes differ between training
 * and inference; this suits networks that accept any size. {@link #centerInInference()}
 * center-crops instead, as Keras's documentation describes.
 */
public final class RandomCrop extends RandomImageLayer<RandomCrop> {
  private static final String CENTER = "center_in_inference";

  private final int height;
  private final int width;
  private boolean center;

  /**
   * Creates the layer.
   *
   * @param height the number of rows of the crop, positive
   * @param width the number of columns of the crop, positive
   */
  public RandomCrop(int height, int width) {
    this.height = Require.positive("RandomCrop", "height", height);
    this.width = Require.positive("RandomCrop", "width", width);
  }

  static RandomCrop from(Settings s) {
    RandomCrop layer = new RandomCrop(s.getInt("height"), s.getInt("width")).readCommon(s);
    layer.center = s.getBoolean(CENTER, false);
    return layer;
  }

  /** Center-crops in inference; smaller images are resized. */
  public RandomCrop centerInInference() {
    unbuilt().center = true;
    return this;
  }

  @Override
  Value still(Value input) {
    return center ? leave(middle(enter(input))) : super.still(input);
  }

  private Value middle(Value x) {
    return ImageSizes.smartResize(x, height, width);
  }

  @Override
  Value change(Call call, Value x) {
    Shape s = x.shape();
    if (s.dim(1) <= height || s.dim(2) <= width) {
      return middle(x);
    }
    Value down = start(call, x, 0, s.dim(1) - height);
    Value right = start(call, x, 1, s.dim(2) - width);
    // Shift entire images, then take their upper left part.
    Value one = RandomAffineLayer.same(x, 1);
    Value zero = RandomAffineLayer.same(x, 0);
    Value shifted =
        new AffineSampling(true, FillMode.NEAREST, 0)
            .apply(x, new AffineSampling.Matrix(one, zero, right, zero, one, down));
    return Ops.slice(Ops.slice(shifted, 1, 0, height), 2, 0, width);
  }

  /** Draws an integer from 0 to a limit for each image. */
  private Value start(Call call, Value x, int which, int most) {
    return Ops.minimum(Ops.floor(uniform(call, x, which, 0, most + 1)), most);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("height", height);
    config.put("width", width);
    putSeed(config);
    putDataFormat(config);
    if (center) {
      config.put(CENTER, true);
    }
    return config;
  }
}
