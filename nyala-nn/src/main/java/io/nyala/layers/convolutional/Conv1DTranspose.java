// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A transposed convolution of a sequence, which increases its length: input {@code (batch, length,
 * channels)}, output {@code (batch, length, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., filters, channels)}, bias {@code (filters,)}.
 */
public final class Conv1DTranspose extends ConvTranspose<Conv1DTranspose> {
  /**
   * Creates a linear layer with strides of 1, padding VALID and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize the extent of the kernel, positive
   */
  public Conv1DTranspose(int filters, int kernelSize) {
    super(1, filters, kernelSize);
  }

  static Conv1DTranspose from(Settings s) {
    return new Conv1DTranspose(s.getInt("filters"), s.getOneInt("kernel_size")).read(s);
  }
}
