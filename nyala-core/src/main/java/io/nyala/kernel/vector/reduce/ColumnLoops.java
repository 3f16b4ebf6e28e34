// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.reduce;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The loops of batch normalization. Sums take whole vectors of columns, or fewer columns than a
 * vector, over a limited number of rows; both add the rows of a column in the same order.
 */
final class ColumnLoops {
  private ColumnLoops() {}

  /** {@code sums[c] = sum of (x - mean[c])^2}. */
  static void squares(
      float[] x,
      int xOff,
      float[] mean,
      int meanOff,
      int rows,
      int columns,
      int stride,
      float[] sums,
      int sumsOff) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector m = FloatVector.fromArray(SPECIES, mean, meanOff + column);
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = FloatVector.zero(SPECIES);
      int at = xOff + column;
      int r = 0;
      for (; r <= rows - 2; r += 2, at += 2 * stride) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, at).sub(m);
        FloatVector e = FloatVector.fromArray(SPECIES, x, at + stride).sub(m);
        a = d.fma(d, a);
        b = e.fma(e, b);
      }
      if (r < rows) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, at).sub(m);
        a = d.fma(d, a);
      }
      a.add(b).intoArray(sums, sumsOff + column);
    }
  }

  /** The same for less than a vector of columns. */
  static void fewSquares(
      float[] x,
      int xOff,
      float[] mean,
      int meanOff,
      int rows,
      int columns,
      int stride,
      float[] sums,
      int sumsOff) {
    if (!MASKS) {
      squaresOneByOne(x, xOff, mean, meanOff, rows, columns, stride, sums, sumsOff);
      return;
    }
    VectorMask<Float> few = SPECIES.indexInRange(0, columns);
    FloatVector m = FloatVector.fromArray(SPECIES, mean, meanOff, few);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    int at = xOff;
    int r = 0;
    for (; r <= rows - 2; r += 2, at += 2 * stride) {
      FloatVector d = FloatVector.fromArray(SPECIES, x, at, few).sub(m);
      FloatVector e = FloatVector.fromArray(SPECIES, x, at + stride, few).sub(m);
      a = d.fma(d, a);
      b = e.fma(e, b);
    }
    if (r < rows) {
      FloatVector d = FloatVector.fromArray(SPECIES, x, at, few).sub(m);
      a = d.fma(d, a);
    }
    a.add(b).intoArray(sums, sumsOff, few);
  }

  /** The same without vectors. */
  private static void squaresOneByOne(
      float[] x,
      int xOff,
      float[] mean,
      int meanOff,
      int rows,
      int columns,
      int stride,
      float[] sums,
      int sumsOff) {
    for (int c = 0; c < columns; c++) {
      float even = 0;
      float odd = 0;
      for (int r = 0; r < rows; r++) {
        float d = x[xOff + r * stride + c] - mean[meanOff + c];
        if ((r & 1) == 0) {
          even = Math.fma(d, d, even);
        } else {
          odd = Math.fma(d, d, odd);
        }
      }
      sums[sumsOff + c] = even + odd;
    }
  }

  /** {@code sums[c] = sum of dy * (x - mean[c])}. */
  static void products(
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
      int sumsOff) {
    for (int column = 0; column < columns; column += LANES) {
      FloatVector m = FloatVector.fromArray(SPECIES, mean, meanOff + column);
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = FloatVector.zero(SPECIES);
      int at = column;
      int r = 0;
      for (; r <= rows - 2; r += 2, at += 2 * stride) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, xOff + at).sub(m);
        FloatVector e = FloatVector.fromArray(SPECIES, x, xOff + at + stride).sub(m);
        a = d.fma(FloatVector.fromArray(SPECIES, dy, dyOff + at), a);
        b = e.fma(FloatVector.fromArray(SPECIES, dy, dyOff + at + stride), b);
      }
      if (r < rows) {
        FloatVector d = FloatVector.fromArray(SPECIES, x, xOff + at).sub(m);
        a = d.fma(FloatVector.fromArray(SPECIES, dy, dyOff + at), a);
      }
      a.add(b).intoArray(sums, sumsOff + column);
    }
  }

  /** The same for less than a vector of columns. */
  static void fewProducts(
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
      int sumsOff) {
    if (!MASKS) {
      productsOneByOne(x, xOff, mean, meanOff, dy, dyOff, rows, columns, stride, sums, sumsOff);
      return;
    }
    VectorMask<Float> few = SPECIES.indexInRange(0, columns);
    FloatVector m = FloatVector.fromArray(SPECIES, mean, meanOff, few);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    int at = 0;
    int r = 0;
    for (; r <= rows - 2; r += 2, at += 2 * stride) {
      FloatVector d = FloatVector.fromArray(SPECIES, x, xOff + at, few).sub(m);
      FloatVector e = FloatVector.fromArray(SPECIES, x, xOff + at + stride, few).sub(m);
      a = d.fma(FloatVector.fromArray(SPECIES, dy, dyOff + at, few), a);
      b = e.fma(FloatVector.fromArray(SPECIES, dy, dyOff + at + stride, few), b);
    }
    if (r < rows) {
      FloatVector d = FloatVector.fromArray(SPECIES, x, xOff + at, few).sub(m);
      a = d.fma(FloatVector.fromArray(SPECIES, dy, dyOff + at, few), a);
    }
    a.add(b).intoArray(sums, sumsOff, few);
  }

  /** The same without vectors. */
  private static void productsOneByOne(
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
      int sumsOff) {
    for (int c = 0; c < columns; c++) {
      float even = 0;
      float odd = 0;
      for (int r = 0; r < rows; r++) {
        float d = x[xOff + r * stride + c] - mean[meanOff + c];
        float g = dy[dyOff + r * stride + c];
        if ((r & 1) == 0) {
          even = Math.fma(d, g, even);
        } else {
          odd = Math.fma(d, g, odd);
        }
      }
      sums[sumsOff + c] = even + odd;
    }
  }

  /** {@code y = x * scale[c] + shift[c]}. */
  static void scaleShift(
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int r = 0; r < rows; r++) {
      int at = r * stride;
      int c = 0;
      for (; c <= columns - LANES; c += LANES) {
        FloatVector s = FloatVector.fromArray(SPECIES, scale, scaleOff + c);
        FloatVector.fromArray(SPECIES, x, xOff + at + c)
            .fma(s, FloatVector.fromArray(SPECIES, shift, shiftOff + c))
            .intoArray(y, yOff + at + c);
      }
      if (c < columns) {
        FloatVector s = FloatVector.fromArray(SPECIES, scale, scaleOff + c, rest);
        FloatVector t = FloatVector.fromArray(SPECIES, shift, shiftOff + c, rest);
        FloatVector.fromArray(SPECIES, x, xOff + at + c, rest)
            .fma(s, t)
            .intoArray(y, yOff + at + c, rest);
      }
    }
  }

  /** {@code dx = p[c] * dy + q[c] * x + r[c]}. */
  static void combine(
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
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int row = 0; row < rows; row++) {
      int at = row * stride;
      int c = 0;
      for (; c <= columns - LANES; c += LANES) {
        FloatVector linear =
            FloatVector.fromArray(SPECIES, q, qOff + c)
                .fma(
                    FloatVector.fromArray(SPECIES, x, xOff + at + c),
                    FloatVector.fromArray(SPECIES, r, rOff + c));
        FloatVector.fromArray(SPECIES, p, pOff + c)
            .fma(FloatVector.fromArray(SPECIES, dy, dyOff + at + c), linear)
            .intoArray(dx, dxOff + at + c);
      }
      if (c < columns) {
        FloatVector linear =
            FloatVector.fromArray(SPECIES, q, qOff + c, rest)
                .fma(
                    FloatVector.fromArray(SPECIES, x, xOff + at + c, rest),
                    FloatVector.fromArray(SPECIES, r, rOff + c, rest));
        FloatVector.fromArray(SPECIES, p, pOff + c, rest)
            .fma(FloatVector.fromArray(SPECIES, dy, dyOff + at + c, rest), linear)
            .intoArray(dx, dxOff + at + c, rest);
      }
    }
  }
}
