// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The mean of each window: input and output {@code (batch, height, width, channels)}, channel by
 * channel.
 */
public final class AveragePooling2D extends WindowPooling<AveragePooling2D> {
  /**
   * Creates the layer with strides equal to the window size and no padding.
   *
   * @param poolSize one number for both axes or one for each, positive; 2 by default
   */
  public AveragePooling2D(int... poolSize) {
    super(false, 2, poolSize);
  }

  static AveragePooling2D from(Settings s) {
    return new AveragePooling2D(s.getInts("pool_size", 2)).read(s);
  }
}
