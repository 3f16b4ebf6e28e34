// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.support.ImageSizes;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Crops images {@code (batch, height, width, channels)} to their center. Smaller images are resized
 * instead, after cropping to the target aspect ratio.
 */
public final class CenterCrop extends SpatialLayer<CenterCrop> {
  private final int height;
  private final int width;

  /**
   * Creates the layer.
   *
   * @param height the number of output rows, positive
   * @param width the number of output columns, positive
   */
  public CenterCrop(int height, int width) {
    super(2);
    this.height = Require.positive("CenterCrop", "height", height);
    this.width = Require.positive("CenterCrop", "width", width);
  }

  static CenterCrop from(Settings s) {
    return new CenterCrop(s.getInt("height"), s.getInt("width")).readDataFormat(s);
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = enter(input);
    Shape s = x.shape();
    int down = (s.dim(1) - height) / 2;
    int right = (s.dim(2) - width) / 2;
    boolean suffices = s.drop(0).isKnown() && s.dim(1) >= height && s.dim(2) >= width;
    return leave(
        suffices
            ? Ops.slice(Ops.slice(x, 1, down, height), 2, right, width)
            : ImageSizes.smartResize(x, height, width));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("height", height);
    config.put("width", width);
    putDataFormat(config);
    return config;
  }
}
