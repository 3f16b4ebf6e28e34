// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Counter-based random numbers (Philox 4x32-10, Salmon et al. 2011): element {@code i} of a stream
 * is a pure function of {@code (key, counter, i)}, so ranges may be drawn in any order, by any
 * thread, and again. All twins give the same bits for uniform numbers.
 */
public interface RandomKernels {
  /** Uniform in {@code [0, 1)} with 24 bits, elements {@code first} onwards of the stream. */
  void uniform(long key, long counter, long first, float[] y, int yOff, int n);

  /** Standard normal (Box-Muller), elements {@code first} onwards of the stream. */
  void normal(long key, long counter, long first, float[] y, int yOff, int n);

  /**
   * {@code y[i] = u[i] < rate ? 0 : x[i] / (1 - rate)}, u being the uniform stream; the same call
   * on a gradient is the gradient.
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
