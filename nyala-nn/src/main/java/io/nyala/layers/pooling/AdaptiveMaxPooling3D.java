// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of windows that cover the input and give an output of a chosen size: {@code (batch,
 * depth, height, width, channels)} to {@code (batch, output_depth, output_height, output_width,
 * channels)}, channel by channel.
 */
public final class AdaptiveMaxPooling3D extends AdaptivePooling<AdaptiveMaxPooling3D> {
  /**
   * Creates the layer.
   *
   * @param outputSize one number for all axes or one for each of the output, positive
   */
  public AdaptiveMaxPooling3D(int... outputSize) {
    super(true, 3, outputSize);
  }

  static AdaptiveMaxPooling3D from(Settings s) {
    return new AdaptiveMaxPooling3D(s.getInts("output_size")).read(s);
  }
}
