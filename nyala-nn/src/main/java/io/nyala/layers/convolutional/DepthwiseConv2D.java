// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A depthwise convolution of images, with separate kernels for each channel: input {@code (batch,
 * height, width, channels)}, output {@code (batch, height, width, channels * depth_multiplier)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels, depth_multiplier)}, bias {@code (channels *
 * depth_multiplier,)}.
 */
public final class DepthwiseConv2D extends DepthwiseConv<DepthwiseConv2D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param kernelSize one number for all axes or one for each, positive
   */
  public DepthwiseConv2D(int... kernelSize) {
    super(2, kernelSize);
  }

  static DepthwiseConv2D from(Settings s) {
    return new DepthwiseConv2D(s.getInts("kernel_size")).read(s);
  }
}
