// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Loops over three operands. */
final class ThreeOperands {
  private ThreeOperands() {}

  static void select(
      float[] c, int cOff, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMask<Float> chosen = FloatVector.fromArray(SPECIES, c, cOff + i).compare(NE, 0f);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector.fromArray(SPECIES, b, bOff + i).blend(va, chosen).intoArray(y, yOff + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      VectorMask<Float> chosen = FloatVector.fromArray(SPECIES, c, cOff + i, rest).compare(NE, 0f);
      FloatVector va = FloatVector.fromArray(SPECIES, a, aOff + i, rest);
      FloatVector vb = FloatVector.fromArray(SPECIES, b, bOff + i, rest);
      vb.blend(va, chosen).intoArray(y, yOff + i, rest);
    }
  }
}
