// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/** Copies that preserve bits (int32 is stored as raw bits). */
public interface MoveKernels {
  /**
   * Copies a strided source of the given extents to a strided destination. A source stride of 0
   * repeats (broadcast); negative strides walk backwards. Fast if the last strides are 1 (or 0),
   * and for 2-D transposes.
   */
  void copy(
      float[] x, int xOff, int[] xStrides, float[] y, int yOff, int[] yStrides, int[] extents);

  /** {@code y[i] = x[index[i]]} for rows of {@code width}; indices are int32 as raw bits. */
  void gatherRows(
      float[] x, int xOff, int width, float[] index, int indexOff, int n, float[] y, int yOff);

  /** {@code y[index[i]] += x[i]} for rows of {@code width}, in the order of i. */
  void scatterAddRows(
      float[] x, int xOff, int width, float[] index, int indexOff, int n, float[] y, int yOff);

  /**
   * {@code y = x[which[from]] + ... + x[which[to - 1]]} for rows of {@code width}, added in this
   * order; at least one.
   */
  void sumRows(float[] x, int xOff, int width, int[] which, int from, int to, float[] y, int yOff);
}
