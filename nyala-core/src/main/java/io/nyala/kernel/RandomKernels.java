// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Counter-based random numbers (Philox 4x32-10, Salmon et al. 2011): element {@code i} of a stream
 * is a pure function of {@code (key, counter, i)}, so ranges may be drawn in any order, by any
 * thread, and repeatedly. All implementations give the same bits for uniform numbers.
 */
public interface RandomKernels {
  /**
   * Draws uniform numbers in {@code [0, 1)} with 24 bits, from element {@code first} of the stream
   * on.
   */
  void uniform(long key, long counter, long first, float[] y, int yOff, int n);

  /** Draws standard normal numbers (Box-Muller), from element {@code first} of the stream on. */
  void normal(long key, long counter, long first, float[] y, int yOff, int n);

  /**
   * {@code y[i] = u[i] < rate ? 0 : x[i] / (1 - rate)}, where u is the uniform stream; the same
   * call on a gradient computes the gradient.
   */
  void dropout(
      long key,
      long counter,
      long first,
      float rate,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      int n);
}
