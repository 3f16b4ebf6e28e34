// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of each window: input and output {@code (batch, depth, height, width, channels)},
 * channel by channel.
 */
public final class MaxPooling3D extends WindowPooling<MaxPooling3D> {
  /**
   * Creates the layer with strides equal to the window size and no padding.
   *
   * @param poolSize one number for all axes or one for each, positive; 2 by default
   */
  public MaxPooling3D(int... poolSize) {
    super(true, 3, poolSize);
  }

  static MaxPooling3D from(Settings s) {
    return new MaxPooling3D(s.getInts("pool_size", 2)).read(s);
  }
}
