// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A convolution of an image with different kernels at all positions: {@code (batch, height, width,
 * channels)} to {@code (batch, height, width, filters)}, with fewer positions. Weights: the kernel,
 * whose layout depends on {@code implementation}, and a bias {@code (height, width, filters)}.
 */
public final class LocallyConnected2D extends LocallyConnected<LocallyConnected2D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public LocallyConnected2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }

  static LocallyConnected2D from(Settings s) {
    return new LocallyConnected2D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
