// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.settings.Settings;

/**
 * The maximum of each window: input and output {@code (batch, length, channels)}, channel by
 * channel.
 */
public final class MaxPooling1D extends WindowPooling<MaxPooling1D> {
  /**
   * Creates the layer with strides equal to the window size and no padding.
   *
   * @param poolSize extent of the windows, positive; 2 by default
   */
  public MaxPooling1D(int... poolSize) {
    super(true, 1, poolSize);
  }

  static MaxPooling1D from(Settings s) {
    return new MaxPooling1D(s.getInts("pool_size", 2)).read(s);
  }
}
