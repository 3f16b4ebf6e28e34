// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.scalar.ScalarFunctions;
import io.nyala.ops.kinds.BinaryKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Loops for functions of two elements, with one right operand for all elements. */
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.add(vb).intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.sub(vb).intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.mul(vb).intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.div(vb).intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.max(vb).intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.min(vb).intoArray(y, yOff + i, rest);
    }
  }

  /** A scalar loop: an exact remainder takes many steps if the quotient is large. */
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.EQ, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LT, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.LE, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GT, vb))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.GE, vb))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void and(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).and(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).and(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void or(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).or(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(1f, va.compare(VectorOperators.NE, 0f).or(vb.compare(VectorOperators.NE, 0f)))
          .intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(va, vb.compare(VectorOperators.GT, 0f))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void relu6Gradient(float[] a, int aOff, float b, float[] y, int yOff, int n) {
    FloatVector vb = FloatVector.broadcast(SPECIES, b);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.zero(SPECIES).blend(va, BinaryArithmetic.inside(vb)).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector.zero(SPECIES).blend(va, BinaryArithmetic.inside(vb)).intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.mul(vb.mul(FloatVector.broadcast(SPECIES, 1f).sub(vb))).intoArray(y, yOff + i, rest);
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
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      va.mul(vb.neg().fma(vb, FloatVector.broadcast(SPECIES, 1f))).intoArray(y, yOff + i, rest);
    }
  }
}
