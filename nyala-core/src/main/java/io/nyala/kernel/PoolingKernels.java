// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Pooling, channels last, with windows as in a convolution whose filters are the channels. Padding
 * counts for nothing. Forward work is cut by lines of the result, gradients by images.
 */
public interface PoolingKernels {
  /** Computes lines {@code [from, to)} of the largest of each window. */
  void largest(ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to);

  /** Computes lines {@code [from, to)} of the mean of each window. */
  void average(ConvolutionShape s, float[] x, int xOff, float[] y, int yOff, int from, int to);

  /**
   * Computes the gradient of the input of {@link #largest} for images {@code [from, to)}: all of it
   * goes to the first element of the window that is equal to the result.
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
