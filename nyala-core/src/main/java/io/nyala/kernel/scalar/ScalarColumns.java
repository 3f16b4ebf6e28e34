// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.ColumnKernels;
import io.nyala.kernel.FusedMultiplyAdd;

/** Batch normalization, column by column, with sums in double precision. */
final class ScalarColumns implements ColumnKernels {
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
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      for (int r = 0; r < rows; r++) {
        sum += x[xOff + r * stride + c];
      }
      double m = sum / rows;
      double squares = 0;
      for (int r = 0; r < rows; r++) {
        double deviation = x[xOff + r * stride + c] - m;
        squares += deviation * deviation;
      }
      mean[meanOff + c] = (float) m;
      variance[varianceOff + c] = (float) (squares / rows);
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
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int at = r * stride + c;
        y[yOff + at] = FusedMultiplyAdd.of(x[xOff + at], scale[scaleOff + c], shift[shiftOff + c]);
      }
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
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      double dot = 0;
      for (int r = 0; r < rows; r++) {
        int at = r * stride + c;
        double gradient = dy[dyOff + at];
        sum += gradient;
        dot += gradient * ((double) x[xOff + at] - mean[meanOff + c]);
      }
      sumDy[sumDyOff + c] = (float) sum;
      sumDyX[sumDyXOff + c] = (float) dot;
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
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < columns; c++) {
        int at = row * stride + c;
        float rest = FusedMultiplyAdd.of(q[qOff + c], x[xOff + at], r[rOff + c]);
        dx[dxOff + at] = FusedMultiplyAdd.of(p[pOff + c], dy[dyOff + at], rest);
      }
    }
  }
}
