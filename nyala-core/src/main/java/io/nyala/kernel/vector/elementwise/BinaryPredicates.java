// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Loops for functions of two elements that return booleans. */
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.EQ, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LT, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LE, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GT, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GE, vb))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void and(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).and(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).and(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void or(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).or(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).or(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i, rest);
    }
  }
}
