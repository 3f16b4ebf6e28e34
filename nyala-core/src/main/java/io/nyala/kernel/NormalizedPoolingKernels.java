// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Batch normalization of images followed by maximum pooling by 2, channels last. Normalized images
 * are computed where they are needed and never written. Work is split by lines of the result.
 *
 * <p>Normalized is {@code x * scale + shift}, with a matrix {@code line} of {@code (2, channels)}
 * that holds scale and shift.
 */
public interface NormalizedPoolingKernels {
  /** Returns whether the kernels support this number of channels. */
  boolean serves(int channels);

  /** Computes the largest normalized element of each window for lines {@code [from, to)}. */
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
   * Sums the gradient that flows to the normalized images from lines {@code [from, to)} of the
   * result: all of dy goes to the first of the largest elements.
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
   * Computes {@code dx = p * d + q * x + r}, where d is the gradient of the normalized images, for
   * the pixels that lines {@code [from, to)} read; the last line of an image also covers the pixels
   * below.
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

  /** Returns the offset in the input at which the windows of an output line begin. */
  static int source(ConvolutionShape s, int line) {
    int image = line / s.out[1];
    return (image * s.in[1] + line % s.out[1] * 2) * s.in[2] * s.channels;
  }
}
