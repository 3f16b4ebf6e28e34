// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Enlarges {@code (batch, height, width, channels)} by whole factors, by repetition or
 * interpolation.
 */
public final class UpSampling2D extends UpSampling<UpSampling2D> {
  private Interpolation interpolation = Interpolation.NEAREST;

  /**
   * Creates the layer.
   *
   * @param size one number for both axes or one for each, positive; 2 by default
   */
  public UpSampling2D(int... size) {
    super(2, size);
  }

  static UpSampling2D from(Settings s) {
    return new UpSampling2D(s.getInts("size", 2))
        .readDataFormat(s)
        .interpolation(s.getEnum("interpolation", Interpolation.NEAREST));
  }

  /** Sets how the new elements are found; by default the nearest is repeated. */
  public UpSampling2D interpolation(Interpolation newInterpolation) {
    unbuilt().interpolation = Require.given(className(), "interpolation", newInterpolation);
    return this;
  }

  @Override
  Interpolation interpolation() {
    return interpolation;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("interpolation", interpolation.kerasName());
    return config;
  }
}
