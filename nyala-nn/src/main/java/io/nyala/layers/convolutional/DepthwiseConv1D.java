// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.settings.Settings;

/**
 * A depthwise convolution of a sequence, with separate kernels for each channel: input {@code
 * (batch, length, channels)}, output {@code (batch, length, channels * depth_multiplier)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels, depth_multiplier)}, bias {@code (channels *
 * depth_multiplier,)}.
 */
public final class DepthwiseConv1D extends DepthwiseConv<DepthwiseConv1D> {
  /**
   * Creates a linear layer with strides of 1, no padding and a bias.
   *
   * @param kernelSize the extent of the kernel, positive
   */
  public DepthwiseConv1D(int kernelSize) {
    super(1, kernelSize);
  }

  static DepthwiseConv1D from(Settings s) {
    return new DepthwiseConv1D(s.getOneInt("kernel_size")).read(s);
  }
}
