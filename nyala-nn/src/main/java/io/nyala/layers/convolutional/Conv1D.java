// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A convolution of a sequence: input {@code (batch, length, channels)}, output {@code (batch,
 * length, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels / groups, filters)}, bias {@code (filters,)}.
 */
public final class Conv1D extends Conv<Conv1D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize the extent of the kernel, positive
   */
  public Conv1D(int filters, int kernelSize) {
    super(1, filters, kernelSize);
  }

  static Conv1D from(Settings s) {
    return new Conv1D(s.getInt("filters"), s.getOneInt("kernel_size")).read(s);
  }
}
