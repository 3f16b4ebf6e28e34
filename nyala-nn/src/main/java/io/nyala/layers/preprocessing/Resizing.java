// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.support.ImageSizes;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/** Resizes images {@code (batch, height, width, channels)}. */
public final class Resizing extends SpatialLayer<Resizing> {
  private final int height;
  private final int width;
  private Interpolation interpolation = Interpolation.BILINEAR;
  private AspectRatio aspectRatio = AspectRatio.DISTORT;
  private double fillValue;
  private boolean antialias;

  /**
   * Creates the layer.
   *
   * @param height the number of output rows, positive
   * @param width the number of output columns, positive
   */
  public Resizing(int height, int width) {
    super(2);
    this.height = Require.positive("Resizing", "height", height);
    this.width = Require.positive("Resizing", "width", width);
  }

  static Resizing from(Settings s) {
    Resizing layer = new Resizing(s.getInt("height"), s.getInt("width")).readDataFormat(s);
    layer.interpolation = s.getEnum("interpolation", Interpolation.BILINEAR);
    layer.antialias = s.getBoolean("antialias", false);
    layer.fillValue = s.getDouble("fill_value", 0);
    boolean crop = s.getBoolean("crop_to_aspect_ratio", false);
    boolean pad = s.getBoolean("pad_to_aspect_ratio", false);
    if (crop && pad) {
      throw new IllegalArgumentException(
          "Resizing: crop_to_aspect_ratio and pad_to_aspect_ratio exclude each other");
    }
    layer.aspectRatio = crop ? AspectRatio.CROP : pad ? AspectRatio.PAD : AspectRatio.DISTORT;
    return layer;
  }

  /** Sets the interpolation; default bilinear. */
  public Resizing interpolation(Interpolation newInterpolation) {
    unbuilt().interpolation = Require.given(className(), "interpolation", newInterpolation);
    return this;
  }

  /** Enables antialiasing when images shrink; off by default. */
  public Resizing antialias() {
    unbuilt().antialias = true;
    return this;
  }

  /** Sets how to treat images with another aspect ratio; default distort. */
  public Resizing aspectRatio(AspectRatio what) {
    unbuilt().aspectRatio = Require.given(className(), "aspect ratio", what);
    return this;
  }

  /** Sets the fill value of borders; default 0. */
  public Resizing fillValue(double value) {
    unbuilt().fillValue = value;
    return this;
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = enter(input);
    Shape s = x.shape();
    if (s.drop(0).isKnown()) {
      AspectRatio.Window window = aspectRatio.window(s.dim(1), s.dim(2), height, width);
      x = ImageSizes.window(x, window, (float) fillValue);
    }
    return leave(ImageSizes.resize(x, height, width, interpolation, antialias));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("height", height);
    config.put("width", width);
    config.put("interpolation", interpolation.kerasName());
    config.put("crop_to_aspect_ratio", aspectRatio == AspectRatio.CROP);
    config.put("pad_to_aspect_ratio", aspectRatio == AspectRatio.PAD);
    config.put("fill_mode", "constant");
    config.put("fill_value", fillValue);
    config.put("antialias", antialias);
    putDataFormat(config);
    return config;
  }
}
