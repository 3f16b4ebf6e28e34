// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.reduce;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;

import io.nyala.kernel.ColumnKernels;
import io.nyala.kernel.scalar.ScalarKernels;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Unit;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Batch normalization. Sums are computed over blocks of rows, whose results are added by Kahan's
 * method, so that the error does not grow with the number of rows.
 */
public final class VectorColumns implements ColumnKernels {
  /** For ragged rows without masks; its elementwise kernels give the same bits. */
  private static final ColumnKernels SCALAR = ScalarKernels.kernels().columns();

  /** The signature of {@link ColumnLoops#squares}. */
  public interface Squares {
    void run(
        float[] x,
        int xOff,
        float[] mean,
        int meanOff,
        int rows,
        int columns,
        int stride,
        float[] sums,
        int sumsOff);
  }

  /** The signature of {@link ColumnLoops#products}. */
  public interface Products {
    void run(
        float[] x,
        int xOff,
        float[] mean,
        int meanOff,
        float[] dy,
        int dyOff,
        int rows,
        int columns,
        int stride,
        float[] sums,
        int sumsOff);
  }

  /** The signature of {@link ColumnLoops#scaleShift}. */
  public interface ScaleShift {
    void run(
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
  }

  /** The signature of {@link ColumnLoops#combine}. */
  public interface Combine {
    void run(
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

  /** Initialized when first used. */
  private static final class Units {
    static final MethodHandle[] SQUARES = {
      Unit.of(Squares.class, ColumnLoops::squares), Unit.of(Squares.class, ColumnLoops::fewSquares)
    };
    static final MethodHandle[] PRODUCTS = {
      Unit.of(Products.class, ColumnLoops::products),
      Unit.of(Products.class, ColumnLoops::fewProducts)
    };
    static final MethodHandle[] SCALE_SHIFT = {Unit.of(ScaleShift.class, ColumnLoops::scaleShift)};
    static final MethodHandle[] COMBINE = {Unit.of(Combine.class, ColumnLoops::combine)};
  }

  @Override
  public void columnMoments(
      float[] x,
      int xOff,
      int rows,
      int columns,
      int stride,
      float[] mean,
      int meanOff,
      float[] variance,
      int varianceOff) {
    Sums.columns(x, xOff, rows, columns, stride, mean, meanOff);
    for (int c = 0; c < columns; c++) {
      mean[meanOff + c] /= rows;
    }
    Buffers buffers = Buffers.get();
    float[] part = buffers.first(columns);
    float[] lost = buffers.second(columns);
    Arrays.fill(lost, 0, columns, 0f);
    Arrays.fill(variance, varianceOff, varianceOff + columns, 0f);
    int whole = columns & -LANES;
    try {
      for (int from = 0; from < rows; from += Sums.BLOCK_ROWS) {
        int size = Math.min(Sums.BLOCK_ROWS, rows - from);
        int at = xOff + from * stride;
        if (whole > 0) {
          Units.SQUARES[0].invokeExact(x, at, mean, meanOff, size, whole, stride, part, 0);
        }
        if (whole < columns) {
          Units.SQUARES[1].invokeExact(
              x, at + whole, mean, meanOff + whole, size, columns - whole, stride, part, whole);
        }
        Sums.carry(part, lost, variance, varianceOff, columns);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
    for (int c = 0; c < columns; c++) {
      variance[varianceOff + c] /= rows;
    }
  }

  @Override
  public void scaleShiftColumns(
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
      int stride) {
    if (!MASKS && columns % LANES != 0) {
      SCALAR.scaleShiftColumns(
          x, xOff, scale, scaleOff, shift, shiftOff, y, yOff, rows, columns, stride);
      return;
    }
    try {
      Units.SCALE_SHIFT[0].invokeExact(
          x, xOff, scale, scaleOff, shift, shiftOff, y, yOff, rows, columns, stride);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void columnGradientSums(
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
      int sumDyXOff) {
    Sums.columns(dy, dyOff, rows, columns, stride, sumDy, sumDyOff);
    Buffers buffers = Buffers.get();
    float[] part = buffers.first(columns);
    float[] lost = buffers.second(columns);
    Arrays.fill(lost, 0, columns, 0f);
    Arrays.fill(sumDyX, sumDyXOff, sumDyXOff + columns, 0f);
    int whole = columns & -LANES;
    try {
      for (int from = 0; from < rows; from += Sums.BLOCK_ROWS) {
        int size = Math.min(Sums.BLOCK_ROWS, rows - from);
        int at = from * stride;
        if (whole > 0) {
          Units.PRODUCTS[0].invokeExact(
              x, xOff + at, mean, meanOff, dy, dyOff + at, size, whole, stride, part, 0);
        }
        if (whole < columns) {
          Units.PRODUCTS[1].invokeExact(
              x,
              xOff + at + whole,
              mean,
              meanOff + whole,
              dy,
              dyOff + at + whole,
              size,
              columns - whole,
              stride,
              part,
              whole);
        }
        Sums.carry(part, lost, sumDyX, sumDyXOff, columns);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void combineColumns(
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
      int stride) {
    if (!MASKS && columns % LANES != 0) {
      SCALAR.combineColumns(
          dy, dyOff, x, xOff, p, pOff, q, qOff, r, rOff, dx, dxOff, rows, columns, stride);
      return;
    }
    try {
      Units.COMBINE[0].invokeExact(
          dy, dyOff, x, xOff, p, pOff, q, qOff, r, rOff, dx, dxOff, rows, columns, stride);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }
}
