// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.MoveKernels;

/** Copies in plain loops. */
final class ScalarMove implements MoveKernels {
  @Override
  public void copy(
      float[] x, int xOff, int[] xStrides, float[] y, int yOff, int[] yStrides, int[] extents) {
    copy(x, xOff, xStrides, y, yOff, yStrides, extents, 0);
  }

  private static void copy(
      float[] x,
      int xOff,
      int[] xStrides,
      float[] y,
      int yOff,
      int[] yStrides,
      int[] extents,
      int axis) {
    if (axis == extents.length) {
      y[yOff] = x[xOff];
      return;
    }
    for (int i = 0; i < extents[axis]; i++) {
      copy(
          x,
          xOff + i * xStrides[axis],
          xStrides,
          y,
          yOff + i * yStrides[axis],
          yStrides,
          extents,
          axis + 1);
    }
  }

  @Override
  public void gatherRows(
      float[] x, int xOff, int width, float[] index, int indexOff, int n, float[] y, int yOff) {
    for (int i = 0; i < n; i++) {
      int from = xOff + Float.floatToRawIntBits(index[indexOff + i]) * width;
      for (int c = 0; c < width; c++) {
        y[yOff + i * width + c] = x[from + c];
      }
    }
  }

  @Override
  public void scatterAddRows(
      float[] x, int xOff, int width, float[] index, int indexOff, int n, float[] y, int yOff) {
    for (int i = 0; i < n; i++) {
      int to = yOff + Float.floatToRawIntBits(index[indexOff + i]) * width;
      for (int c = 0; c < width; c++) {
        y[to + c] += x[xOff + i * width + c];
      }
    }
  }

  @Override
  public void sumRows(
      float[] x, int xOff, int width, int[] which, int from, int to, float[] y, int yOff) {
    for (int c = 0; c < width; c++) {
      float sum = x[xOff + which[from] * width + c];
      for (int i = from + 1; i < to; i++) {
        sum += x[xOff + which[i] * width + c];
      }
      y[yOff + c] = sum;
    }
  }
}
