// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import jdk.incubator.vector.FloatVector;

/** The steps that the softmax family is made of, each a {@link Unit} over some rows. */
final class RowLoops {
  private RowLoops() {}

  /** {@code y = x - max(x)} of each row; a NaN stays one, whatever the maximum. */
  static void shift(float[] x, int xOff, float[] y, int yOff, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int from = xOff + r * columns;
      int to = yOff + r * columns;
      FloatVector m = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        m = Simd.greater(m, FloatVector.fromArray(SPECIES, x, from + i));
      }
      if (i < columns) {
        FloatVector rest = Simd.greater(m, load(x, from + i, columns - i));
        m = m.blend(rest, SPECIES.indexInRange(i, columns));
      }
      FloatVector max = FloatVector.broadcast(SPECIES, Simd.greatest(m));
      for (i = 0; i <= columns - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, x, from + i).sub(max).intoArray(y, to + i);
      }
      if (i < columns) {
        store(load(x, from + i, columns - i).sub(max), y, to + i, columns - i);
      }
    }
  }

  /** Divides each row of e, which starts at 0, by its sum and keeps the sums. */
  static void normalise(float[] e, float[] sums, float[] y, int yOff, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = yOff + from;
      FloatVector s = FloatVector.zero(SPECIES);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        s = s.add(FloatVector.fromArray(SPECIES, e, from + i));
      }
      if (i < columns) {
        s = s.add(load(e, from + i, columns - i));
      }
      sums[r] = Simd.sum(s);
      FloatVector factor = FloatVector.broadcast(SPECIES, 1 / sums[r]);
      for (i = 0; i <= columns - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, e, from + i).mul(factor).intoArray(y, to + i);
      }
      if (i < columns) {
        store(load(e, from + i, columns - i).mul(factor), y, to + i, columns - i);
      }
    }
  }

  /** {@code y = x - s[r]} of each row of x, which starts at 0. */
  static void subtract(float[] x, float[] s, float[] y, int yOff, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = yOff + from;
      FloatVector v = FloatVector.broadcast(SPECIES, s[r]);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, x, from + i).sub(v).intoArray(y, to + i);
      }
      if (i < columns) {
        store(load(x, from + i, columns - i).sub(v), y, to + i, columns - i);
      }
    }
  }

  /** {@code dots[r] = sum(a * b)} of each row. */
  static void dot(float[] a, int aOff, float[] b, int bOff, float[] dots, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      FloatVector s = FloatVector.zero(SPECIES);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector v = FloatVector.fromArray(SPECIES, a, aOff + at + i);
        s = v.fma(FloatVector.fromArray(SPECIES, b, bOff + at + i), s);
      }
      if (i < columns) {
        FloatVector v = load(a, aOff + at + i, columns - i);
        s = v.fma(load(b, bOff + at + i, columns - i), s);
      }
      dots[r] = Simd.sum(s);
    }
  }

  /** {@code dx = y * (dy - dots[r])} of each row. */
  static void softmaxGradient(
      float[] y,
      int yOff,
      float[] dy,
      int dyOff,
      float[] dots,
      float[] dx,
      int dxOff,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      FloatVector dot = FloatVector.broadcast(SPECIES, dots[r]);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector d = FloatVector.fromArray(SPECIES, dy, dyOff + at + i).sub(dot);
        d.mul(FloatVector.fromArray(SPECIES, y, yOff + at + i)).intoArray(dx, dxOff + at + i);
      }
      if (i < columns) {
        FloatVector d = load(dy, dyOff + at + i, columns - i).sub(dot);
        store(d.mul(load(y, yOff + at + i, columns - i)), dx, dxOff + at + i, columns - i);
      }
    }
  }

  /** {@code dx = dy - e * sums[r]} of each row, e contiguous from 0. */
  static void logSoftmaxGradient(
      float[] e,
      float[] dy,
      int dyOff,
      float[] sums,
      float[] dx,
      int dxOff,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      FloatVector minus = FloatVector.broadcast(SPECIES, -sums[r]);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector d = FloatVector.fromArray(SPECIES, dy, dyOff + at + i);
        FloatVector.fromArray(SPECIES, e, at + i).fma(minus, d).intoArray(dx, dxOff + at + i);
      }
      if (i < columns) {
        FloatVector d = load(dy, dyOff + at + i, columns - i);
        store(load(e, at + i, columns - i).fma(minus, d), dx, dxOff + at + i, columns - i);
      }
    }
  }
}
