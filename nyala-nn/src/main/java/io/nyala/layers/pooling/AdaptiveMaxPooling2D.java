// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of windows that cover the input and give an output of a chosen size: {@code (batch,
 * height, width, channels)} to {@code (batch, output_height, output_width, channels)}, channel by
 * channel.
 */
public final class AdaptiveMaxPooling2D extends AdaptivePooling<AdaptiveMaxPooling2D> {
  /**
   * Creates the layer.
   *
   * @param outputSize one number for both axes or one for each of the output, positive
   */
  public AdaptiveMaxPooling2D(int... outputSize) {
    super(true, 2, outputSize);
  }

  static AdaptiveMaxPooling2D from(Settings s) {
    return new AdaptiveMaxPooling2D(s.getInts("output_size")).read(s);
  }
}
