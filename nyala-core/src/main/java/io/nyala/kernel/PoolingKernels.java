// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Pooling, channels last, with windows as in a convolution whose filters are the channels. Padding
 * is ignored. Forward work is split by lines of the result, gradients by images.
 */
public interface PoolingKernels {
  /** Computes the maximum of each window for lines {@code [from, to)}. */
  void largest(ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to);

  /** Computes the mean of each window for lines {@code [from, to)}. */
  void average(ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to);

  /**
   * Computes the gradient of the input of {@link #largest} for images {@code [from, to)}: all of it
   * goes to the first element of the window that equals the result.
   */
  void largestGradient(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int from,
      int to);

  /** Computes the gradient of the input of {@link #average} for images {@code [from, to)}. */
  void averageGradient(
      ConvolutionShape s, float[] dy, int dyOff, float[] dx, int dxOff, int from, int to);
}
