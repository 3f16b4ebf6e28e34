// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A convolution of images: input {@code (batch, height, width, channels)}, output {@code (batch,
 * height, width, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels / groups, filters)}, bias {@code (filters,)}.
 */
public final class Conv2D extends Conv<Conv2D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public Conv2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }

  static Conv2D from(Settings s) {
    return new Conv2D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
