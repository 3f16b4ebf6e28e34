// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.rows;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static io.nyala.kernel.vector.base.Simd.EIGHTH;
import static io.nyala.kernel.vector.base.Simd.HALF;
import static io.nyala.kernel.vector.base.Simd.QUARTER;
import static io.nyala.kernel.vector.base.Simd.SIXTEENTH;
import static jdk.incubator.vector.VectorOperators.GT;

import io.nyala.kernel.vector.base.Unit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The steps of the softmax functions, each a {@link Unit} over some rows. */
final class RowLoops {
  private RowLoops() {}

  /** {@code y = x - max(x)} of each row; a NaN stays NaN for any maximum. */
  static void shift(float[] x, int xOff, float[] y, int yOff, int rows, int columns) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int r = 0; r < rows; r++) {
      int from = xOff + r * columns;
      int to = yOff + r * columns;
      FloatVector m = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, from + i);
        m = m.blend(v, v.compare(GT, m));
      }
      if (i < columns) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, from + i, rest);
        m = m.blend(v, v.compare(GT, m, rest));
      }
      FloatVector other = m.rearrange(HALF);
      m = m.blend(other, other.compare(GT, m));
      other = m.rearrange(QUARTER);
      m = m.blend(other, other.compare(GT, m));
      if (LANES >= 8) {
        other = m.rearrange(EIGHTH);
        m = m.blend(other, other.compare(GT, m));
      }
      if (LANES >= 16) {
        other = m.rearrange(SIXTEENTH);
        m = m.blend(other, other.compare(GT, m));
      }
      FloatVector max = FloatVector.broadcast(SPECIES, m.lane(0));
      for (i = 0; i <= columns - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, x, from + i).sub(max).intoArray(y, to + i);
      }
      if (i < columns) {
        FloatVector.fromArray(SPECIES, x, from + i, rest).sub(max).intoArray(y, to + i, rest);
      }
    }
  }

  /** Divides each row of e, which starts at 0, by its sum and stores the sums. */
  static void normalise(float[] e, float[] sums, float[] y, int yOff, int rows, int columns) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = yOff + from;
      FloatVector s = FloatVector.zero(SPECIES);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        s = s.add(FloatVector.fromArray(SPECIES, e, from + i));
      }
      if (i < columns) {
        s = s.add(FloatVector.fromArray(SPECIES, e, from + i, rest));
      }
      s = s.add(s.rearrange(HALF));
      s = s.add(s.rearrange(QUARTER));
      if (LANES >= 8) {
        s = s.add(s.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        s = s.add(s.rearrange(SIXTEENTH));
      }
      sums[r] = s.lane(0);
      FloatVector factor = FloatVector.broadcast(SPECIES, 1 / sums[r]);
      for (i = 0; i <= columns - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, e, from + i).mul(factor).intoArray(y, to + i);
      }
      if (i < columns) {
        FloatVector.fromArray(SPECIES, e, from + i, rest).mul(factor).intoArray(y, to + i, rest);
      }
    }
  }

  /** {@code y = x - s[r]} of each row of x, which starts at 0. */
  static void subtract(float[] x, float[] s, float[] y, int yOff, int rows, int columns) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = yOff + from;
      FloatVector v = FloatVector.broadcast(SPECIES, s[r]);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, x, from + i).sub(v).intoArray(y, to + i);
      }
      if (i < columns) {
        FloatVector.fromArray(SPECIES, x, from + i, rest).sub(v).intoArray(y, to + i, rest);
      }
    }
  }

  /** {@code dots[r] = sum(a * b)} of each row. */
  static void dot(float[] a, int aOff, float[] b, int bOff, float[] dots, int rows, int columns) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      FloatVector s = FloatVector.zero(SPECIES);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector v = FloatVector.fromArray(SPECIES, a, aOff + at + i);
        s = v.fma(FloatVector.fromArray(SPECIES, b, bOff + at + i), s);
      }
      if (i < columns) {
        FloatVector v = FloatVector.fromArray(SPECIES, a, aOff + at + i, rest);
        s = v.fma(FloatVector.fromArray(SPECIES, b, bOff + at + i, rest), s);
      }
      s = s.add(s.rearrange(HALF));
      s = s.add(s.rearrange(QUARTER));
      if (LANES >= 8) {
        s = s.add(s.rearrange(EIGHTH));
      }
      if (LANES >= 16) {
        s = s.add(s.rearrange(SIXTEENTH));
      }
      dots[r] = s.lane(0);
    }
  }

  /** {@code y = p * (d - dots[r])} of each row. */
  static void slope(
      float[] p,
      int pOff,
      float[] d,
      int dOff,
      float[] dots,
      float[] y,
      int yOff,
      int rows,
      int columns) {
    VectorMask<Float> rest = SPECIES.indexInRange(0, columns & LANES - 1);
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      FloatVector dot = FloatVector.broadcast(SPECIES, dots[r]);
      int i = 0;
      for (; i <= columns - LANES; i += LANES) {
        FloatVector v = FloatVector.fromArray(SPECIES, d, dOff + at + i).sub(dot);
        v.mul(FloatVector.fromArray(SPECIES, p, pOff + at + i)).intoArray(y, yOff + at + i);
      }
      if (i < columns) {
        FloatVector v = FloatVector.fromArray(SPECIES, d, dOff + at + i, rest).sub(dot);
        v.mul(FloatVector.fromArray(SPECIES, p, pOff + at + i, rest))
            .intoArray(y, yOff + at + i, rest);
      }
    }
  }
}
