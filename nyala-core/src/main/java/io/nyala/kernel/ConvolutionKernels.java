// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.FusedActivation;

/**
 * Convolutions, channels last, and their gradients. Work is cut by lines of the result; an element
 * is summed in one fixed order for any range of lines.
 *
 * <p>Weights are brought into an order of the kernels' own first: {@code backward} for the gradient
 * of the input.
 */
public interface ConvolutionKernels {
  /** Returns the room that weights need in the kernels' order. */
  int packedSize(ConvolutionShape s, boolean backward);

  /** Brings weights {@code (size, channels / groups, filters)} into the kernels' order. */
  void pack(
      ConvolutionShape s,
      boolean backward,
      float[] kernel,
      int kernelOff,
      float[] packed,
      int packedOff);

  /**
   * Computes lines {@code [from, to)} of {@code y = activation(x * kernel + bias)}.
   *
   * @param bias one number for each filter at {@code biasOff}, or null
   */
  void convolve(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      FusedActivation activation,
      float[] y,
      int yOff,
      int from,
      int to);

  /** Computes lines {@code [from, to)} of the gradient of the input. */
  void inputGradient(
      ConvolutionShape s,
      float[] dy,
      int dyOff,
      float[] packed,
      int packedOff,
      float[] dx,
      int dxOff,
      int from,
      int to);

  /**
   * Computes what lines {@code [from, to)} of the output add to the gradients of the weights {@code
   * (size, channels / groups, filters)} and of the bias {@code (filters)}, for filters {@code
   * [firstFilter, endFilter)}. Writes nothing else.
   *
   * @param dBias null if it is not wanted
   */
  void kernelGradient(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] dy,
      int dyOff,
      int from,
      int to,
      int firstFilter,
      int endFilter,
      float[] dKernel,
      int dKernelOff,
      float[] dBias,
      int dBiasOff);
}
