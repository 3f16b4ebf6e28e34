// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of each window: input and output {@code (batch, height, width, channels)}, channel by
 * channel.
 */
public final class MaxPooling2D extends WindowPooling<MaxPooling2D> {
  /**
   * Creates the layer with strides equal to the window size and no padding.
   *
   * @param poolSize one number for both axes or one for each, positive; 2 by default
   */
  public MaxPooling2D(int... poolSize) {
    super(true, 2, poolSize);
  }

  static MaxPooling2D from(Settings s) {
    return new MaxPooling2D(s.getInts("pool_size", 2)).read(s);
  }
}
