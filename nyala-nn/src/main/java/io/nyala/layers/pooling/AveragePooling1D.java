// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The mean of each window: input and output {@code (batch, length, channels)}, channel by channel.
 */
public final class AveragePooling1D extends WindowPooling<AveragePooling1D> {
  /**
   * Creates the layer with strides equal to the window size and no padding.
   *
   * @param poolSize extent of the windows, positive; 2 by default
   */
  public AveragePooling1D(int... poolSize) {
    super(false, 1, poolSize);
  }

  static AveragePooling1D from(Settings s) {
    return new AveragePooling1D(s.getInts("pool_size", 2)).read(s);
  }
}
