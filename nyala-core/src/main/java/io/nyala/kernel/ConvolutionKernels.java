// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.kinds.FusedActivation;

/**
 * Convolutions, channels last, and their gradients. Work is split by lines of the result; each
 * element is summed in one fixed order for any range of lines.
 *
 * <p>Weights are first packed into an internal order of the kernels, {@code backward} for the
 * gradient of the input.
 */
public interface ConvolutionKernels {
  /** Returns the size of the packed weights. */
  int packedSize(ConvolutionShape s, boolean backward);

  /**
   * Packs weights {@code (size, channels / groups, filters)} into the internal order of the
   * kernels: those of filters {@code [firstFilter, endFilter)}. With {@code backward} these are all
   * filters.
   */
  void pack(
      ConvolutionShape s,
      boolean backward,
      float[] kernel,
      int kernelOff,
      float[] packed,
      int packedOff,
      int firstFilter,
      int endFilter);

  /**
   * Returns the number of filters by whose multiples {@link #convolve}, and {@link #pack} for it,
   * may be split; all filters if they may not.
   */
  int filterBlock(ConvolutionShape s);

  /**
   * Computes lines {@code [from, to)} of {@code y = activation(x * kernel + bias)}, for filters
   * {@code [firstFilter, endFilter)}.
   *
   * @param bias one element for each filter, starting at {@code biasOff}, or null
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
      int to,
      int firstFilter,
      int endFilter);

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
   * Computes the contribution of lines {@code [from, to)} of the output to the gradients of the
   * weights {@code (size, channels / groups, filters)} and of the bias {@code (filters)}, for
   * filters {@code [firstFilter, endFilter)}. Writes nothing else.
   *
   * @param dBias the gradient of the bias, or null if not needed
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
