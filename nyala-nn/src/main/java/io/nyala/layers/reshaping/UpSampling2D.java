// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.images.Interpolation;
import io.nyala.layers.support.Require;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Upsamples {@code (batch, height, width, channels)} by integer factors, by repetition or
 * interpolation.
 */
public final class UpSampling2D extends UpSampling<UpSampling2D> {
  /** The bilinear method of Keras 2 on TensorFlow 1: elements are at the corners of their cells. */
  private static final String FROM_CORNERS = "keras2_bilinear";

  private Interpolation interpolation = Interpolation.NEAREST;
  private boolean fromCorners;

  /**
   * Creates the layer.
   *
   * @param size one number for both axes or one for each, positive; 2 by default
   */
  public UpSampling2D(int... size) {
    super(2, size);
  }

  static UpSampling2D from(Settings s) {
    UpSampling2D layer = new UpSampling2D(s.getInts("size", 2)).readDataFormat(s);
    if (FROM_CORNERS.equals(s.get("interpolation"))) {
      layer.fromCorners = true;
      return layer.interpolation(Interpolation.BILINEAR);
    }
    return layer.interpolation(s.getEnum("interpolation", Interpolation.NEAREST));
  }

  /** Sets the interpolation; default nearest. */
  public UpSampling2D interpolation(Interpolation newInterpolation) {
    unbuilt().interpolation = Require.given(className(), "interpolation", newInterpolation);
    return this;
  }

  @Override
  Interpolation interpolation() {
    return interpolation;
  }

  @Override
  Interpolation.Taps taps(int from, int to) {
    if (!fromCorners) {
      return super.taps(from, to);
    }
    int[] indices = new int[2 * to];
    float[] weights = new float[2 * to];
    for (int i = 0; i < to; i++) {
      double at = (double) i * from / to;
      int before = (int) at;
      indices[2 * i] = before;
      indices[2 * i + 1] = Math.min(before + 1, from - 1);
      weights[2 * i + 1] = (float) (at - before);
      weights[2 * i] = 1 - weights[2 * i + 1];
    }
    return new Interpolation.Taps(2, indices, weights);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("interpolation", fromCorners ? FROM_CORNERS : interpolation.kerasName());
    return config;
  }
}
