// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.math.ErfMath;
import io.nyala.kernel.vector.math.ExpMath;
import io.nyala.kernel.vector.math.LogMath;
import io.nyala.kernel.vector.math.TrigMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops for transcendental functions of one element, for whole vectors only: with a tail, most of
 * them would be too large for a {@link Unit}.
 */
final class UnaryFunctions {
  private UnaryFunctions() {}

  static void exp(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      ExpMath.exp(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void expm1(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      ExpMath.expm1(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      ExpMath.sigmoid(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void tanh(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      ExpMath.tanh(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void log(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      LogMath.log(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void log1p(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      LogMath.log1p(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void softplus(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      LogMath.softplus(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void erf(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      ErfMath.erf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  static void sin(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector r = TrigMath.sin(v);
      VectorMask<Float> far = v.abs().compare(VectorOperators.GT, TrigMath.FAR);
      if (far.anyTrue()) {
        sinFar(x, xOff + i, y, yOff + i, LANES);
        r.intoArray(y, yOff + i, far.not());
      } else {
        r.intoArray(y, yOff + i);
      }
    }
  }

  /** Computes the elements that the vector code cannot handle and leaves the others unchanged. */
  private static void sinFar(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      float element = x[xOff + i];
      if (Math.abs(element) > TrigMath.FAR) {
        y[yOff + i] = (float) Math.sin(element);
      }
    }
  }

  static void cos(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xOff + i);
      FloatVector r = TrigMath.cos(v);
      VectorMask<Float> far = v.abs().compare(VectorOperators.GT, TrigMath.FAR);
      if (far.anyTrue()) {
        cosFar(x, xOff + i, y, yOff + i, LANES);
        r.intoArray(y, yOff + i, far.not());
      } else {
        r.intoArray(y, yOff + i);
      }
    }
  }

  /** Computes the elements that the vector code cannot handle and leaves the others unchanged. */
  private static void cosFar(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      float element = x[xOff + i];
      if (Math.abs(element) > TrigMath.FAR) {
        y[yOff + i] = (float) Math.cos(element);
      }
    }
  }
}
