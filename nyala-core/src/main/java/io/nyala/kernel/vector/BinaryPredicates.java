// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Loops over functions of two elements that give truth values. */
final class BinaryPredicates {
  private BinaryPredicates() {}

  static void equal(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.EQ, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.EQ, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void notEqual(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.NE, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void less(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LT, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.LT, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void lessEqual(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LE, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.LE, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void greater(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GT, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.GT, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void greaterEqual(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GE, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.GE, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void and(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES).blend(1f, isTrue(va).and(isTrue(vb))).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(FloatVector.zero(SPECIES).blend(1f, isTrue(va).and(isTrue(vb))), y, yOff + i, n - i);
    }
  }

  static void or(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES).blend(1f, isTrue(va).or(isTrue(vb))).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      FloatVector vb = load(b, bOff + i, n - i);
      store(FloatVector.zero(SPECIES).blend(1f, isTrue(va).or(isTrue(vb))), y, yOff + i, n - i);
    }
  }

  private static VectorMask<Float> isTrue(FloatVector v) {
    return v.compare(VectorOperators.NE, 0f);
  }
}
