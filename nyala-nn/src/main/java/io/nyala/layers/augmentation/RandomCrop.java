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
 * In training, takes a part at random out of each image {@code (batch, height, width, channels)};
 * of images that are not larger than the part, the middle, resized.
 *
 * <p>In inference images stay as they are, as in Keras 3.15, so that shapes then differ: right for
 * networks that take any size. {@link #centerInInference()} takes the middle instead, which is what
 * Keras's documentation promises.
 */
public final class RandomCrop extends RandomImageLayer<RandomCrop> {
  private static final String CENTER = "center_in_inference";

  private final int height;
  private final int width;
  private boolean center;

  /**
   * Creates the layer.
   *
   * @param height rows of the part, positive
   * @param width columns of the part, positive
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

  /** Takes the middle in inference, resized where images are smaller. */
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
    // Whole images are shifted, and what they then begin with is taken.
    Value one = RandomAffineLayer.same(x, 1);
    Value zero = RandomAffineLayer.same(x, 0);
    Value shifted =
        new AffineSampling(true, FillMode.NEAREST, 0)
            .apply(x, new AffineSampling.Matrix(one, zero, right, zero, one, down));
    return Ops.slice(Ops.slice(shifted, 1, 0, height), 2, 0, width);
  }

  /** Draws a whole number from 0 to a limit for each image. */
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
