// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A convolution of a sequence with different kernels at all positions: {@code (batch, length,
 * channels)} to {@code (batch, length, filters)}, with fewer positions. Weights: the kernel, whose
 * layout depends on {@code implementation}, and a bias {@code (length, filters)}.
 */
public final class LocallyConnected1D extends LocallyConnected<LocallyConnected1D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public LocallyConnected1D(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }

  static LocallyConnected1D from(Settings s) {
    return new LocallyConnected1D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
