// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A convolution of volumes: input {@code (batch, depth, height, width, channels)}, output {@code
 * (batch, depth, height, width, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels / groups, filters)}, bias {@code (filters,)}.
 */
public final class Conv3D extends Conv<Conv3D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public Conv3D(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }

  static Conv3D from(Settings s) {
    return new Conv3D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
