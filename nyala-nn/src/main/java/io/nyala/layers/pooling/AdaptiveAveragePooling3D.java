// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The mean of windows that cover the input and give an output of a chosen size: {@code (batch,
 * depth, height, width, channels)} to {@code (batch, output_depth, output_height, output_width,
 * channels)}, channel by channel.
 */
public final class AdaptiveAveragePooling3D extends AdaptivePooling<AdaptiveAveragePooling3D> {
  /**
   * Creates the layer.
   *
   * @param outputSize one number for all axes or one for each of the output, positive
   */
  public AdaptiveAveragePooling3D(int... outputSize) {
    super(false, 3, outputSize);
  }

  static AdaptiveAveragePooling3D from(Settings s) {
    return new AdaptiveAveragePooling3D(s.getInts("output_size")).read(s);
  }
}
