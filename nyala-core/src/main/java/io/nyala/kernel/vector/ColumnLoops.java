// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of batch normalisation. Sums take whole vectors of columns, or fewer columns than a
 * vector, over some rows at most; both add up the rows of a column in the same order.
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
    FloatVector m = load(mean, meanOff, columns);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    int at = xOff;
    int r = 0;
    for (; r <= rows - 2; r += 2, at += 2 * stride) {
      FloatVector d = load(x, at, columns).sub(m);
      FloatVector e = load(x, at + stride, columns).sub(m);
      a = d.fma(d, a);
      b = e.fma(e, b);
    }
    if (r < rows) {
      FloatVector d = load(x, at, columns).sub(m);
      a = d.fma(d, a);
    }
    store(a.add(b), sums, sumsOff, columns);
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
    FloatVector m = load(mean, meanOff, columns);
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    int at = 0;
    int r = 0;
    for (; r <= rows - 2; r += 2, at += 2 * stride) {
      FloatVector d = load(x, xOff + at, columns).sub(m);
      FloatVector e = load(x, xOff + at + stride, columns).sub(m);
      a = d.fma(load(dy, dyOff + at, columns), a);
      b = e.fma(load(dy, dyOff + at + stride, columns), b);
    }
    if (r < rows) {
      FloatVector d = load(x, xOff + at, columns).sub(m);
      a = d.fma(load(dy, dyOff + at, columns), a);
    }
    store(a.add(b), sums, sumsOff, columns);
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
        FloatVector s = load(scale, scaleOff + c, columns - c);
        FloatVector t = load(shift, shiftOff + c, columns - c);
        store(load(x, xOff + at + c, columns - c).fma(s, t), y, yOff + at + c, columns - c);
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
    for (int row = 0; row < rows; row++) {
      int at = row * stride;
      int c = 0;
      for (; c <= columns - LANES; c += LANES) {
        FloatVector rest =
            FloatVector.fromArray(SPECIES, q, qOff + c)
                .fma(
                    FloatVector.fromArray(SPECIES, x, xOff + at + c),
                    FloatVector.fromArray(SPECIES, r, rOff + c));
        FloatVector.fromArray(SPECIES, p, pOff + c)
            .fma(FloatVector.fromArray(SPECIES, dy, dyOff + at + c), rest)
            .intoArray(dx, dxOff + at + c);
      }
      if (c < columns) {
        int n = columns - c;
        FloatVector rest =
            load(q, qOff + c, n).fma(load(x, xOff + at + c, n), load(r, rOff + c, n));
        FloatVector sum = load(p, pOff + c, n).fma(load(dy, dyOff + at + c, n), rest);
        store(sum, dx, dxOff + at + c, n);
      }
    }
  }
}
