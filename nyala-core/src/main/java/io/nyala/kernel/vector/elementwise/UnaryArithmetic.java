// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Loops for functions of one element that take a few instructions. */
final class UnaryArithmetic {
  private UnaryArithmetic() {}

  static void negate(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.neg().intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      v.neg().intoArray(y, yOff + i, rest);
    }
  }

  static void abs(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.abs().intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      v.abs().intoArray(y, yOff + i, rest);
    }
  }

  static void sign(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.blend(1f, v.compare(VectorOperators.GT, 0f))
          .blend(-1f, v.compare(VectorOperators.LT, 0f))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      v.blend(1f, v.compare(VectorOperators.GT, 0f))
          .blend(-1f, v.compare(VectorOperators.LT, 0f))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void square(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.mul(v).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      v.mul(v).intoArray(y, yOff + i, rest);
    }
  }

  static void sqrt(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.sqrt().intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      v.sqrt().intoArray(y, yOff + i, rest);
    }
  }

  static void rsqrt(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.broadcast(SPECIES, 1f).div(v.sqrt()).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      FloatVector.broadcast(SPECIES, 1f).div(v.sqrt()).intoArray(y, yOff + i, rest);
    }
  }

  static void reciprocal(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(y, yOff + i, rest);
    }
  }

  static void relu(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(y, yOff + i, rest);
    }
  }

  static void isNan(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.zero(SPECIES).blend(1f, v.compare(VectorOperators.NE, v)).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, v.compare(VectorOperators.NE, v))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void isFinite(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, v.abs().compare(VectorOperators.LE, Float.MAX_VALUE))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, v.abs().compare(VectorOperators.LE, Float.MAX_VALUE))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void not(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.zero(SPECIES).blend(1f, v.compare(VectorOperators.EQ, 0f)).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, v.compare(VectorOperators.EQ, 0f))
          .intoArray(y, yOff + i, rest);
    }
  }
}
