// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import io.nyala.kernel.scalar.ScalarFunctions;
import io.nyala.ops.BinaryKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Loops over functions of two elements, the right one the same for all. */
final class BinaryRight {
  private BinaryRight() {}

  static void add(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.add(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.add(vb), y, yOff + i, n - i);
    }
  }

  static void subtract(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.sub(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.sub(vb), y, yOff + i, n - i);
    }
  }

  static void multiply(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.mul(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.mul(vb), y, yOff + i, n - i);
    }
  }

  static void divide(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.div(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.div(vb), y, yOff + i, n - i);
    }
  }

  static void maximum(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.max(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.max(vb), y, yOff + i, n - i);
    }
  }

  static void minimum(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.min(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.min(vb), y, yOff + i, n - i);
    }
  }

  /** One after the other: an exact remainder takes many steps where the quotient is large. */
  static void modulo(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = ScalarFunctions.apply(BinaryKind.MODULO, a[aOff + i], b);
    }
  }

  static void equal(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.EQ, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.EQ, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void notEqual(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.NE, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void less(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LT, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.LT, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void lessEqual(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LE, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.LE, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void greater(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GT, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.GT, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void greaterEqual(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GE, vb))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(1f, va.compare(VectorOperators.GE, vb)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void and(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES).blend(1f, isTrue(va).and(isTrue(vb))).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(FloatVector.zero(SPECIES).blend(1f, isTrue(va).and(isTrue(vb))), y, yOff + i, n - i);
    }
  }

  static void or(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES).blend(1f, isTrue(va).or(isTrue(vb))).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(FloatVector.zero(SPECIES).blend(1f, isTrue(va).or(isTrue(vb))), y, yOff + i, n - i);
    }
  }

  static void reluGradient(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(va, vb.compare(VectorOperators.GT, 0f))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(
          FloatVector.zero(SPECIES).blend(va, vb.compare(VectorOperators.GT, 0f)),
          y,
          yOff + i,
          n - i);
    }
  }

  static void sigmoidGradient(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.mul(vb.mul(FloatVector.broadcast(SPECIES, 1f).sub(vb))).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.mul(vb.mul(FloatVector.broadcast(SPECIES, 1f).sub(vb))), y, yOff + i, n - i);
    }
  }

  static void tanhGradient(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      va.mul(vb.neg().fma(vb, FloatVector.broadcast(SPECIES, 1f))).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector va = load(a, aOff + i, n - i);
      store(va.mul(vb.neg().fma(vb, FloatVector.broadcast(SPECIES, 1f))), y, yOff + i, n - i);
    }
  }

  private static VectorMask<Float> isTrue(FloatVector v) {
    return v.compare(VectorOperators.NE, 0f);
  }
}
