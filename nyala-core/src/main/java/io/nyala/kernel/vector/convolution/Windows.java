// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import io.nyala.kernel.vector.base.Padding;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Copies of short pieces from arbitrary positions. */
final class Windows {
  private Windows() {}

  /** {@code y[yOff + r * ldy + i] = x[xOff + at[r] + i]} for {@code i < length}. */
  static void copy(
      float[] x, int xOff, int[] at, int rows, int length, float[] y, int yOff, int ldy) {
    if (MASKS && length <= LANES) {
      inOne(x, xOff, at, rows, length, y, yOff, ldy);
      return;
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < length; i++) {
        y[yOff + r * ldy + i] = x[xOff + at[r] + i];
      }
    }
  }

  private static void inOne(
      float[] x, int xOff, int[] at, int rows, int length, float[] y, int yOff, int ldy) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, length);
    int to = yOff;
    for (int r = 0; r < rows; r++) {
      int from = xOff + at[r];
      if (Padding.room(x, from, LANES) && Padding.room(y, to, LANES)) {
        FloatVector.fromArray(SPECIES, x, from, mask).intoArray(y, to, mask);
      } else {
        System.arraycopy(x, from, y, to, length);
      }
      to += ldy;
    }
  }
}
