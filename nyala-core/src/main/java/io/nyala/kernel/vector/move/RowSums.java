// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.move;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Sums of selected rows, accumulated in registers. */
final class RowSums {
  private RowSums() {}

  /** {@code y = x[which[from]] + ... + x[which[to - 1]]} for rows of {@code width}. */
  static void sum(
      float[] x, int xOff, int width, int[] which, int from, int to, float[] y, int yOff) {
    int c = 0;
    for (; c <= width - 2 * LANES; c += 2 * LANES) {
      twoVectors(x, xOff + c, width, which, from, to, y, yOff + c);
    }
    if (c <= width - LANES) {
      oneVector(x, xOff + c, width, which, from, to, y, yOff + c);
      c += LANES;
    }
    for (; c < width; c++) {
      float sum = x[xOff + which[from] * width + c];
      for (int i = from + 1; i < to; i++) {
        sum += x[xOff + which[i] * width + c];
      }
      y[yOff + c] = sum;
    }
  }

  private static void twoVectors(
      float[] x, int xOff, int width, int[] which, int from, int to, float[] y, int yOff) {
    int at = xOff + which[from] * width;
    FloatVector a = FloatVector.fromArray(SPECIES, x, at);
    FloatVector b = FloatVector.fromArray(SPECIES, x, at + LANES);
    for (int i = from + 1; i < to; i++) {
      at = xOff + which[i] * width;
      a = a.add(FloatVector.fromArray(SPECIES, x, at));
      b = b.add(FloatVector.fromArray(SPECIES, x, at + LANES));
    }
    a.intoArray(y, yOff);
    b.intoArray(y, yOff + LANES);
  }

  private static void oneVector(
      float[] x, int xOff, int width, int[] which, int from, int to, float[] y, int yOff) {
    FloatVector a = FloatVector.fromArray(SPECIES, x, xOff + which[from] * width);
    for (int i = from + 1; i < to; i++) {
      a = a.add(FloatVector.fromArray(SPECIES, x, xOff + which[i] * width));
    }
    a.intoArray(y, yOff);
  }
}
