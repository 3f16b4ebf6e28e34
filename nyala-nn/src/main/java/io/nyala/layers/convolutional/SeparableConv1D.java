// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A separable convolution of a sequence: a depthwise convolution followed by a pointwise one; input
 * {@code (batch, length, channels)}, output {@code (batch, length, filters)}.
 *
 * <p>Weights: depthwise kernel {@code (kernel_size..., channels, depth_multiplier)}, pointwise
 * kernel {@code (1..., channels * depth_multiplier, filters)}, bias {@code (filters,)}.
 */
public final class SeparableConv1D extends SeparableConv<SeparableConv1D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize the extent of the kernel, positive
   */
  public SeparableConv1D(int filters, int kernelSize) {
    super(1, filters, kernelSize);
  }

  static SeparableConv1D from(Settings s) {
    return new SeparableConv1D(s.getInt("filters"), s.getOneInt("kernel_size")).read(s);
  }
}
