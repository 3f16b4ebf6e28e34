// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The mean of each window: input and output {@code (batch, depth, height, width, channels)},
 * channel by channel.
 */
public final class AveragePooling3D extends WindowPooling<AveragePooling3D> {
  /**
   * Creates the layer with strides equal to the window size and no padding.
   *
   * @param poolSize one number for all axes or one for each, positive; 2 by default
   */
  public AveragePooling3D(int... poolSize) {
    super(false, 3, poolSize);
  }

  static AveragePooling3D from(Settings s) {
    return new AveragePooling3D(s.getInts("pool_size", 2)).read(s);
  }
}
