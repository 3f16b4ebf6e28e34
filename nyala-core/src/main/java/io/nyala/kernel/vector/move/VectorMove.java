// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.move;

import static io.nyala.kernel.vector.base.Lanes.LANES;

import io.nyala.kernel.MoveKernels;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.base.Transpose;
import io.nyala.kernel.vector.elementwise.VectorElementwise;
import io.nyala.ops.kinds.BinaryKind;
import java.util.Arrays;

/** Copies, with fast paths for runs, repeated elements and transposes. */
public final class VectorMove implements MoveKernels {
  /** Shorter runs are copied by a loop, because the call has more overhead. */
  private static final int SHORT = 12;

  @Override
  public void copy(
      float[] x, int xOff, int[] xStrides, float[] y, int yOff, int[] yStrides, int[] extents) {
    for (int extent : extents) {
      if (extent == 0) {
        return;
      }
    }
    // The last axes that are contiguous on both sides are one run.
    int run = 1;
    int axes = extents.length;
    while (axes > 0 && isRun(xStrides, yStrides, extents, axes - 1, run)) {
      run *= extents[--axes];
    }
    if (run == 1 && axes > 0 && yStrides[axes - 1] == 1) {
      int axis = contiguousIn(xStrides, extents, axes - 1);
      if (axis >= 0) {
        transposes(x, xOff, xStrides, y, yOff, yStrides, extents, axis, axes - 1, 0);
        return;
      }
    }
    copy(x, xOff, xStrides, y, yOff, yStrides, extents, 0, axes, run);
  }

  private static boolean isRun(int[] xStrides, int[] yStrides, int[] extents, int axis, int run) {
    return extents[axis] == 1 || (xStrides[axis] == run && yStrides[axis] == run);
  }

  /** Returns the axis before {@code end} along which x is contiguous, or -1. */
  private static int contiguousIn(int[] xStrides, int[] extents, int end) {
    for (int axis = end - 1; axis >= 0; axis--) {
      if (xStrides[axis] == 1 && extents[axis] > 1) {
        return axis;
      }
    }
    return -1;
  }

  /** Copies axes {@code axis .. axes} of runs. */
  private static void copy(
      float[] x,
      int xOff,
      int[] xStrides,
      float[] y,
      int yOff,
      int[] yStrides,
      int[] extents,
      int axis,
      int axes,
      int run) {
    if (axis == axes) {
      copyRun(x, xOff, y, yOff, run);
      return;
    }
    int xStride = xStrides[axis];
    int yStride = yStrides[axis];
    if (axis == axes - 1 && run == 1) {
      copyStrided(x, xOff, xStride, y, yOff, yStride, extents[axis]);
    } else if (axis == axes - 1 && run < 2 * LANES && xStride > 0 && yStride > 0) {
      Copy.rows(x, xOff, xStride, extents[axis], run, y, yOff, yStride);
    } else {
      for (int i = 0; i < extents[axis]; i++) {
        copy(
            x,
            xOff + i * xStride,
            xStrides,
            y,
            yOff + i * yStride,
            yStrides,
            extents,
            axis + 1,
            axes,
            run);
      }
    }
  }

  private static void copyRun(float[] x, int xOff, float[] y, int yOff, int n) {
    if (n >= SHORT) {
      System.arraycopy(x, xOff, y, yOff, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yOff + i] = x[xOff + i];
    }
  }

  private static void copyStrided(
      float[] x, int xOff, int xStride, float[] y, int yOff, int yStride, int n) {
    if (xStride == 0 && yStride == 1) {
      Arrays.fill(y, yOff, yOff + n, x[xOff]);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yOff + i * yStride] = x[xOff + i * xStride];
    }
  }

  /** Loops over the axes before {@code last} except {@code across}; transposes these two. */
  private static void transposes(
      float[] x,
      int xOff,
      int[] xStrides,
      float[] y,
      int yOff,
      int[] yStrides,
      int[] extents,
      int across,
      int last,
      int axis) {
    if (axis == across) {
      transposes(x, xOff, xStrides, y, yOff, yStrides, extents, across, last, axis + 1);
    } else if (axis == last) {
      int ldx = xStrides[last];
      int ldy = yStrides[across];
      int rows = extents[last];
      int columns = extents[across];
      if (ldx > 0 && ldy > 0) {
        float[] square = Buffers.get().block(LANES * LANES);
        Transpose.transpose(x, xOff, ldx, rows, columns, y, yOff, ldy, square);
        return;
      }
      for (int c = 0; c < columns; c++) {
        copyStrided(x, xOff + c, ldx, y, yOff + c * ldy, 1, rows);
      }
    } else {
      for (int i = 0; i < extents[axis]; i++) {
        transposes(
            x,
            xOff + i * xStrides[axis],
            xStrides,
            y,
            yOff + i * yStrides[axis],
            yStrides,
            extents,
            across,
            last,
            axis + 1);
      }
    }
  }

  @Override
  public void gatherRows(
      float[] x, int xOff, int width, float[] index, int indexOff, int n, float[] y, int yOff) {
    if (width == 1) {
      for (int i = 0; i < n; i++) {
        y[yOff + i] = x[xOff + Float.floatToRawIntBits(index[indexOff + i])];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      int row = Float.floatToRawIntBits(index[indexOff + i]);
      copyRun(x, xOff + row * width, y, yOff + i * width, width);
    }
  }

  @Override
  public void scatterAddRows(
      float[] x, int xOff, int width, float[] index, int indexOff, int n, float[] y, int yOff) {
    for (int i = 0; i < n; i++) {
      int to = yOff + Float.floatToRawIntBits(index[indexOff + i]) * width;
      int from = xOff + i * width;
      if (width >= SHORT) {
        VectorElementwise.apply(BinaryKind.ADD, y, to, x, from, y, to, width);
        continue;
      }
      for (int c = 0; c < width; c++) {
        y[to + c] += x[from + c];
      }
    }
  }

  @Override
  public void sumRows(
      float[] x, int xOff, int width, int[] which, int from, int to, float[] y, int yOff) {
    RowSums.sum(x, xOff, width, which, from, to, y, yOff);
  }
}
