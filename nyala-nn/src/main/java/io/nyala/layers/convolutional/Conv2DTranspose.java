// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A transposed convolution of images, which increases their size: input {@code (batch, height,
 * width, channels)}, output {@code (batch, height, width, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., filters, channels)}, bias {@code (filters,)}.
 */
public final class Conv2DTranspose extends ConvTranspose<Conv2DTranspose> {
  /**
   * Creates a linear layer with strides of 1, padding VALID and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public Conv2DTranspose(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }

  static Conv2DTranspose from(Settings s) {
    return new Conv2DTranspose(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
