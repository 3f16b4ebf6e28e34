// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.math;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Loops that round, for whole vectors only. */
public final class Rounding {
  private Rounding() {}

  public static void floor(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      floorOf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  public static void ceil(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      ceilOf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  public static void round(float[] x, int xOff, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i += LANES) {
      roundOf(FloatVector.fromArray(SPECIES, x, xOff + i)).intoArray(y, yOff + i);
    }
  }

  private static FloatVector floorOf(FloatVector v) {
    FloatVector r = roundOf(v);
    return r.lanewise(VectorOperators.SUB, 1f, r.compare(VectorOperators.GT, v));
  }

  private static FloatVector ceilOf(FloatVector v) {
    return floorOf(v.neg()).neg(); // which also has the correct zeros
  }

  /**
   * Rounds by adding a constant that pushes the fraction out of the last bit; larger magnitudes and
   * NaN have no fraction.
   */
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
