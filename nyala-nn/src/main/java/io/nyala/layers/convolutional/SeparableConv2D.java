// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A separable convolution of images: a depthwise convolution followed by a pointwise one; input
 * {@code (batch, height, width, channels)}, output {@code (batch, height, width, filters)}.
 *
 * <p>Weights: depthwise kernel {@code (kernel_size..., channels, depth_multiplier)}, pointwise
 * kernel {@code (1..., channels * depth_multiplier, filters)}, bias {@code (filters,)}.
 */
public final class SeparableConv2D extends SeparableConv<SeparableConv2D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public SeparableConv2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }

  static SeparableConv2D from(Settings s) {
    return new SeparableConv2D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
