// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.ReduceKernels;
import io.nyala.ops.kinds.ReduceKind;

/** Reductions in the order of the elements, with sums and products in double precision. */
final class ScalarReduce implements ReduceKernels {
  @Override
  public float reduce(ReduceKind kind, float[] x, int xOff, int n) {
    return strided(kind, x, xOff, n, 1);
  }

  @Override
  public void reduceRows(
      ReduceKind kind, float[] x, int xOff, int rows, int columns, float[] y, int yOff) {
    for (int r = 0; r < rows; r++) {
      y[yOff + r] = strided(kind, x, xOff + r * columns, columns, 1);
    }
  }

  @Override
  public void reduceColumns(
      ReduceKind kind,
      float[] x,
      int xOff,
      int rows,
      int columns,
      int stride,
      float[] y,
      int yOff) {
    for (int c = 0; c < columns; c++) {
      y[yOff + c] = strided(kind, x, xOff + c, rows, stride);
    }
  }

  @Override
  public int argMax(float[] x, int xOff, int n) {
    int best = n == 0 ? -1 : 0;
    for (int i = 1; i < n; i++) {
      // Float.compare would call +0 larger than -0; NaN counts as largest, as in NumPy.
      float champion = x[xOff + best];
      float candidate = x[xOff + i];
      if (candidate > champion || (Float.isNaN(candidate) && !Float.isNaN(champion))) {
        best = i;
      }
    }
    return best;
  }

  private static float strided(ReduceKind kind, float[] x, int xOff, int n, int stride) {
    double result =
        switch (kind) {
          case SUM -> 0;
          case PRODUCT -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        };
    for (int i = 0; i < n; i++) {
      float element = x[xOff + i * stride];
      result =
          switch (kind) {
            case SUM -> result + element;
            case PRODUCT -> result * element;
            case MAX -> Math.max(result, element);
            case MIN -> Math.min(result, element);
          };
    }
    return (float) result;
  }
}
