// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.scalar.ScalarFunctions;
import io.nyala.ops.kinds.BinaryKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops for the non-commutative functions of two elements, with one left operand for all elements.
 */
final class BinaryLeft {
  private BinaryLeft() {}

  static void subtract(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.sub(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.sub(vb).intoArray(y, yOff + i, rest);
    }
  }

  static void divide(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.div(vb).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.div(vb).intoArray(y, yOff + i, rest);
    }
  }

  /** A scalar loop: an exact remainder takes many steps if the quotient is large. */
  static void modulo(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = ScalarFunctions.apply(BinaryKind.MODULO, a, b[bOff + i]);
    }
  }

  static void reluGradient(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES)
          .blend(va, vb.compare(VectorOperators.GT, 0f))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES)
          .blend(va, vb.compare(VectorOperators.GT, 0f))
          .intoArray(y, yOff + i, rest);
    }
  }

  static void relu6Gradient(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      FloatVector.zero(SPECIES).blend(va, BinaryArithmetic.inside(vb)).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      FloatVector.zero(SPECIES).blend(va, BinaryArithmetic.inside(vb)).intoArray(y, yOff + i, rest);
    }
  }

  static void sigmoidGradient(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.mul(vb.mul(FloatVector.broadcast(SPECIES, 1f).sub(vb))).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.mul(vb.mul(FloatVector.broadcast(SPECIES, 1f).sub(vb))).intoArray(y, yOff + i, rest);
    }
  }

  static void tanhGradient(float a, float[] b, int bOff, float[] y, int yOff, int n) {
    FloatVector va = FloatVector.broadcast(SPECIES, a);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i);
      va.mul(vb.neg().fma(vb, FloatVector.broadcast(SPECIES, 1f))).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      va.mul(vb.neg().fma(vb, FloatVector.broadcast(SPECIES, 1f))).intoArray(y, yOff + i, rest);
    }
  }
}
