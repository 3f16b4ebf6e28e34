// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of windows that cover the input and give an output of a chosen size: {@code (batch,
 * length, channels)} to {@code (batch, output_length, channels)}, channel by channel.
 */
public final class AdaptiveMaxPooling1D extends AdaptivePooling<AdaptiveMaxPooling1D> {
  /**
   * Creates the layer.
   *
   * @param outputSize the length of the output, positive
   */
  public AdaptiveMaxPooling1D(int... outputSize) {
    super(true, 1, outputSize);
  }

  static AdaptiveMaxPooling1D from(Settings s) {
    return new AdaptiveMaxPooling1D(s.getInts("output_size")).read(s);
  }
}
