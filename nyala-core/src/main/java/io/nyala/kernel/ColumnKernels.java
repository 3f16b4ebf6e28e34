// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Batch normalization over columns (channels) of a {@code (rows, columns)} matrix. Work may be
 * split by columns, where {@code stride} is the distance between rows; the result of a column does
 * not depend on the split.
 */
public interface ColumnKernels {
  /** Mean and biased variance of each column (two passes). */
  void columnMoments(
      float[] x,
      int xOff,
      int rows,
      int columns,
      int stride,
      float[] mean,
      int meanOff,
      float[] variance,
      int varianceOff);

  /** {@code y = x * scale[c] + shift[c]}. */
  void scaleShiftColumns(
      float[] x,
      int xOff,
      float[] scale,
      int scaleOff,
      float[] shift,
      int shiftOff,
      float[] y,
      int yOff,
      int rows,
      int columns,
      int stride);

  /** {@code sumDy[c] = sum(dy)} and {@code sumDyX[c] = sum(dy * (x - mean[c]))}. */
  void columnGradientSums(
      float[] x,
      int xOff,
      float[] mean,
      int meanOff,
      float[] dy,
      int dyOff,
      int rows,
      int columns,
      int stride,
      float[] sumDy,
      int sumDyOff,
      float[] sumDyX,
      int sumDyXOff);

  /**
   * {@code dx = p[c] * dy + q[c] * x + r[c]}: the gradient of batch normalization in its linear
   * form.
   */
  void combineColumns(
      float[] dy,
      int dyOff,
      float[] x,
      int xOff,
      float[] p,
      int pOff,
      float[] q,
      int qOff,
      float[] r,
      int rOff,
      float[] dx,
      int dxOff,
      int rows,
      int columns,
      int stride);
}
