// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Loops over transcendental functions of one element. */
final class UnaryFunctions {
  private UnaryFunctions() {}

  static void exp(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      ExpMath.exp(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      expTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void expTail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(ExpMath.exp(load(x, xOff, count)), y, yOff, count);
  }

  static void expm1(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      ExpMath.expm1(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      expm1Tail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void expm1Tail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(ExpMath.expm1(load(x, xOff, count)), y, yOff, count);
  }

  static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      ExpMath.sigmoid(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      sigmoidTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void sigmoidTail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(ExpMath.sigmoid(load(x, xOff, count)), y, yOff, count);
  }

  static void tanh(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      ExpMath.tanh(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      tanhTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void tanhTail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(ExpMath.tanh(load(x, xOff, count)), y, yOff, count);
  }

  static void log(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LogMath.log(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      logTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void logTail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(LogMath.log(load(x, xOff, count)), y, yOff, count);
  }

  static void log1p(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LogMath.log1p(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      log1pTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void log1pTail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(LogMath.log1p(load(x, xOff, count)), y, yOff, count);
  }

  static void softplus(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LogMath.softplus(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      softplusTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void softplusTail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(LogMath.softplus(load(x, xOff, count)), y, yOff, count);
  }

  static void erf(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      ErfMath.erf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
    if (i < n) {
      erfTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void erfTail(float[] x, int xOff, float[] y, int yOff, int count) {
    store(ErfMath.erf(load(x, xOff, count)), y, yOff, count);
  }

  static void sin(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
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
    if (i < n) {
      sinTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void sinTail(float[] x, int xOff, float[] y, int yOff, int count) {
    FloatVector v = load(x, xOff, count);
    FloatVector r = TrigMath.sin(v);
    VectorMask<Float> far = v.abs().compare(VectorOperators.GT, TrigMath.FAR);
    if (far.anyTrue()) {
      sinFar(x, xOff, y, yOff, count);
      r.intoArray(y, yOff, SPECIES.indexInRange(0, count).andNot(far));
    } else {
      store(r, y, yOff, count);
    }
  }

  /** Does the elements that the vector cannot; the others are not touched. */
  private static void sinFar(float[] x, int xOff, float[] y, int yOff, int count) {
    for (int i = 0; i < count; i++) {
      float element = x[xOff + i];
      if (Math.abs(element) > TrigMath.FAR) {
        y[yOff + i] = (float) Math.sin(element);
      }
    }
  }

  static void cos(float[] x, int xOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
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
    if (i < n) {
      cosTail(x, xOff + i, y, yOff + i, n - i);
    }
  }

  private static void cosTail(float[] x, int xOff, float[] y, int yOff, int count) {
    FloatVector v = load(x, xOff, count);
    FloatVector r = TrigMath.cos(v);
    VectorMask<Float> far = v.abs().compare(VectorOperators.GT, TrigMath.FAR);
    if (far.anyTrue()) {
      cosFar(x, xOff, y, yOff, count);
      r.intoArray(y, yOff, SPECIES.indexInRange(0, count).andNot(far));
    } else {
      store(r, y, yOff, count);
    }
  }

  /** Does the elements that the vector cannot; the others are not touched. */
  private static void cosFar(float[] x, int xOff, float[] y, int yOff, int count) {
    for (int i = 0; i < count; i++) {
      float element = x[xOff + i];
      if (Math.abs(element) > TrigMath.FAR) {
        y[yOff + i] = (float) Math.cos(element);
      }
    }
  }
}
