// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A transposed convolution of volumes, which increases their size: input {@code (batch, depth,
 * height, width, channels)}, output {@code (batch, depth, height, width, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., filters, channels)}, bias {@code (filters,)}.
 */
public final class Conv3DTranspose extends ConvTranspose<Conv3DTranspose> {
  /**
   * Creates a linear layer with strides of 1, padding VALID and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public Conv3DTranspose(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }

  static Conv3DTranspose from(Settings s) {
    return new Conv3DTranspose(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
