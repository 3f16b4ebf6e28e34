// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Batch normalization of images with maximum pooling by 2 behind it, channels last. Normalized
 * images are made where they are needed and never written. Work is cut by lines of the result.
 *
 * <p>Normalized is {@code x * scale + shift}, with a matrix {@code line} of {@code (2, channels)}
 * that holds scale and shift.
 */
public interface NormalizedPoolingKernels {
  /** Returns whether there are kernels for this number of channels. */
  boolean serves(int channels);

  /** Computes lines {@code [from, to)} of the largest normalized element of each window. */
  void largest(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] line,
      int lineOff,
      float[] y,
      int yOff,
      int from,
      int to);

  /**
   * Sums what flows to the normalized images from lines {@code [from, to)} of the result: all of dy
   * goes to the first of the largest elements.
   *
   * @param sums {@code (2, channels)}: of dy, and of {@code dy * (x - mean)}
   */
  void gradientSums(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] line,
      int lineOff,
      float[] mean,
      int meanOff,
      float[] dy,
      int dyOff,
      float[] sums,
      int sumsOff,
      int from,
      int to);

  /**
   * Computes {@code dx = p * d + q * x + r}, with d what flows to the normalized images, for what
   * lines {@code [from, to)} read; the last line of an image does the pixels below, too.
   *
   * @param plane {@code (3, channels)}: p, q and r
   * @param relu whether x came from a ReLU, whose gradient is then applied as well
   * @param dx may be x
   */
  void gradient(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] line,
      int lineOff,
      float[] plane,
      int planeOff,
      boolean relu,
      float[] dy,
      int dyOff,
      float[] dx,
      int dxOff,
      int from,
      int to);

  /** Returns where in the input the windows of a line of the output begin. */
  static int source(ConvolutionShape s, int line) {
    int image = line / s.out[1];
    return (image * s.in[1] + line % s.out[1] * 2) * s.in[2] * s.channels;
  }
}
