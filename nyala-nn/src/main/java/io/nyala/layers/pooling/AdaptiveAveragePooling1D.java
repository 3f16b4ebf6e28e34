// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The mean of windows that cover the input and give an output of a chosen size: {@code (batch,
 * length, channels)} to {@code (batch, output_length, channels)}, channel by channel.
 */
public final class AdaptiveAveragePooling1D extends AdaptivePooling<AdaptiveAveragePooling1D> {
  /**
   * Creates the layer.
   *
   * @param outputSize the length of the output, positive
   */
  public AdaptiveAveragePooling1D(int... outputSize) {
    super(false, 1, outputSize);
  }

  static AdaptiveAveragePooling1D from(Settings s) {
    return new AdaptiveAveragePooling1D(s.getInts("output_size")).read(s);
  }
}
