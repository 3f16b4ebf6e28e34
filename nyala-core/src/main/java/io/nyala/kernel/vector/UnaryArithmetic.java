// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Loops over functions of one element that take a few instructions. */
final class UnaryArithmetic {
  private UnaryArithmetic() {}

  static void negate(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.neg().intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(v.neg(), y, yOff + i, n - i);
    }
  }

  static void abs(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.abs().intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(v.abs(), y, yOff + i, n - i);
    }
  }

  static void sign(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      signOf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      signTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void signTail(float[] x, int xOff, float[] y, int yOff, int n) {
    store(signOf(load(x, xOff, n)), y, yOff, n);
  }

  static void square(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.mul(v).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(v.mul(v), y, yOff + i, n - i);
    }
  }

  static void sqrt(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.sqrt().intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(v.sqrt(), y, yOff + i, n - i);
    }
  }

  static void rsqrt(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.broadcast(SPECIES, 1f).div(v.sqrt()).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(FloatVector.broadcast(SPECIES, 1f).div(v.sqrt()), y, yOff + i, n - i);
    }
  }

  static void reciprocal(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(FloatVector.broadcast(SPECIES, 1f).div(v), y, yOff + i, n - i);
    }
  }

  static void relu(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(v.blend(0f, v.compare(VectorOperators.LE, 0f)), y, yOff + i, n - i);
    }
  }

  static void floor(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      floorOf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      floorTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void floorTail(float[] x, int xOff, float[] y, int yOff, int n) {
    store(floorOf(load(x, xOff, n)), y, yOff, n);
  }

  static void ceil(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      ceilOf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      ceilTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void ceilTail(float[] x, int xOff, float[] y, int yOff, int n) {
    store(ceilOf(load(x, xOff, n)), y, yOff, n);
  }

  static void round(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      roundOf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      roundTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void roundTail(float[] x, int xOff, float[] y, int yOff, int n) {
    store(roundOf(load(x, xOff, n)), y, yOff, n);
  }

  static void isNan(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.zero(SPECIES).blend(1f, v.compare(VectorOperators.NE, v)).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, v.compare(VectorOperators.NE, v)),
          y,
          yOff + i,
          n - i);
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
      FloatVector v = load(x, xOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, v.abs().compare(VectorOperators.LE, Float.MAX_VALUE)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void not(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector.zero(SPECIES).blend(1f, v.compare(VectorOperators.EQ, 0f)).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector v = load(x, xOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, v.compare(VectorOperators.EQ, 0f)),
          y,
          yOff + i,
          n - i);
    }
  }

  /** Leaves zeros and NaN as they are. */
  private static FloatVector signOf(FloatVector v) {
    return v.blend(1f, v.compare(VectorOperators.GT, 0f))
        .blend(-1f, v.compare(VectorOperators.LT, 0f));
  }

  private static FloatVector floorOf(FloatVector v) {
    FloatVector r = roundOf(v);
    return r.lanewise(VectorOperators.SUB, 1f, r.compare(VectorOperators.GT, v));
  }

  private static FloatVector ceilOf(FloatVector v) {
    return floorOf(v.neg()).neg(); // which has the right zeros, too
  }

  /** Adds what pushes the fraction out of the last bit; larger magnitudes and NaN have none. */
  private static FloatVector roundOf(FloatVector v) {
    FloatVector a = v.abs();
    FloatVector r =
        a.add(0x1p23f)
            .sub(0x1p23f)
            .viewAsIntegralLanes()
            .or(v.viewAsIntegralLanes().and(0x8000_0000))
            .viewAsFloatingLanes();
    return v.blend(r, a.compare(VectorOperators.LT, 0x1p23f));
  }
}
