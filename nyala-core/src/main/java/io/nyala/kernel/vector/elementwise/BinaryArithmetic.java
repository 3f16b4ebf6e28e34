// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.scalar.ScalarFunctions;
import io.nyala.ops.kinds.BinaryKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Loops for functions of two elements that return numbers. */
final class BinaryArithmetic {
  private BinaryArithmetic() {}

  static void add(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.add(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.add(vb).intoArray(y, yOff + i, rest);
    }
  }

  static void subtract(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.sub(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.sub(vb).intoArray(y, yOff + i, rest);
    }
  }

  static void multiply(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.mul(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.mul(vb).intoArray(y, yOff + i, rest);
    }
  }

  static void divide(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.div(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.div(vb).intoArray(y, yOff + i, rest);
    }
  }

  static void maximum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.max(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.max(vb).intoArray(y, yOff + i, rest);
    }
  }

  static void minimum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.min(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.min(vb).intoArray(y, yOff + i, rest);
    }
  }

  /** A scalar loop: an exact remainder takes many steps if the quotient is large. */
  static void modulo(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = ScalarFunctions.apply(BinaryKind.MODULO, a[aOff + i], b[bOff + i]);
    }
  }

  static void reluGradient(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(va, vb.compare(VectorOperators.GT, 0f))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(va, vb.compare(VectorOperators.GT, 0f))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void relu6Gradient(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES).blend(va, inside(vb)).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES).blend(va, inside(vb)).intoArray(y, yOff + i, rest);
    }
  }

  static VectorMask<Float> inside(FloatVector b) {
    return b.compare(VectorOperators.GT, 0f).and(b.compare(VectorOperators.LT, 6f));
  }

  static void sigmoidGradient(
      float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.mul(vb.mul(FloatVector.broadcast(SPECIES, 1f).sub(vb))).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.mul(vb.mul(FloatVector.broadcast(SPECIES, 1f).sub(vb))).intoArray(y, yOff + i, rest);
    }
  }

  static void tanhGradient(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.mul(vb.neg().fma(vb, FloatVector.broadcast(SPECIES, 1f))).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.mul(vb.neg().fma(vb, FloatVector.broadcast(SPECIES, 1f))).intoArray(y, yOff + i, rest);
    }
  }
}
