// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Copies of narrow matrices, for which {@link System#arraycopy} has too much overhead. */
public final class Copy {
  private Copy() {}

  /** {@code y[r * ldy + c] = x[r * ldx + c]}; writes no other elements. */
  public static void rows(
      float[] x, int xOff, int ldx, int rows, int columns, float[] y, int yOff, int ldy) {
    int c = 0;
    for (; c <= columns - 2 * LANES; c += 2 * LANES) {
      twoVectors(x, xOff + c, ldx, rows, y, yOff + c, ldy);
    }
    if (c <= columns - LANES) {
      oneVector(x, xOff + c, ldx, rows, y, yOff + c, ldy);
      c += LANES;
    }
    if (c < columns) {
      partOfVector(x, xOff + c, ldx, rows, columns - c, y, yOff + c, ldy);
    }
  }

  private static void twoVectors(
      float[] x, int xOff, int ldx, int rows, float[] y, int yOff, int ldy) {
    int from = xOff;
    int to = yOff;
    for (int r = 0; r < rows; r++) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, from);
      FloatVector v = FloatVector.fromArray(SPECIES, x, from + LANES);
      u.intoArray(y, to);
      v.intoArray(y, to + LANES);
      from += ldx;
      to += ldy;
    }
  }

  private static void oneVector(
      float[] x, int xOff, int ldx, int rows, float[] y, int yOff, int ldy) {
    for (int r = 0; r < rows; r++) {
      FloatVector.fromArray(SPECIES, x, xOff + r * ldx).intoArray(y, yOff + r * ldy);
    }
  }

  private static void partOfVector(
      float[] x, int xOff, int ldx, int rows, int count, float[] y, int yOff, int ldy) {
    if (!MASKS) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < count; c++) {
          y[yOff + r * ldy + c] = x[xOff + r * ldx + c];
        }
      }
      return;
    }
    int inside =
        Math.min(
            Padding.linesWithRoom(x, xOff, rows, ldx), Padding.linesWithRoom(y, yOff, rows, ldy));
    VectorMask<Float> mask = SPECIES.indexInRange(0, count);
    for (int r = 0; r < inside; r++) {
      FloatVector.fromArray(SPECIES, x, xOff + r * ldx, mask).intoArray(y, yOff + r * ldy, mask);
    }
    for (int r = inside; r < rows; r++) {
      System.arraycopy(x, xOff + r * ldx, y, yOff + r * ldy, count);
    }
  }
}
