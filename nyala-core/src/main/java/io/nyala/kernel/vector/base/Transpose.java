// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes of matrices, in square blocks as wide as a vector. A block takes log2(lanes) steps;
 * step s swaps the parts off the diagonal of every 2s x 2s square. Pairs of steps share their loads
 * and stores, and intermediate results are kept in {@code square}, {@code LANES * LANES} floats.
 */
public final class Transpose {
  /** Vectors of other widths use plain loops. */
  private static final boolean IN_BLOCKS = LANES == 4 || LANES == 8 || LANES == 16;

  private static final VectorShuffle<Float> SWAP_1 = swap(1);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_4 = swap(4 % LANES);
  private static final VectorShuffle<Float> SWAP_8 = swap(8 % LANES);
  private static final VectorMask<Float> HIGH_1 = high(1);
  private static final VectorMask<Float> HIGH_2 = high(2);
  private static final VectorMask<Float> HIGH_4 = high(4);
  private static final VectorMask<Float> HIGH_8 = high(8);

  private Transpose() {}

  /** {@code y[c * ldy + r] = x[r * ldx + c]}; writes no other elements. */
  public static void transpose(
      float[] x,
      int xOff,
      int ldx,
      int rows,
      int columns,
      float[] y,
      int yOff,
      int ldy,
      float[] square) {
    if (!IN_BLOCKS) {
      loops(x, xOff, ldx, rows, columns, y, yOff, ldy);
      return;
    }
    for (int r0 = 0; r0 < rows; r0 += LANES) {
      // The last block is moved back to be complete; the repeated elements have the same bits.
      int r = rows >= LANES ? Math.min(r0, rows - LANES) : 0;
      for (int c0 = 0; c0 < columns; c0 += LANES) {
        int c = columns >= LANES ? Math.min(c0, columns - LANES) : 0;
        int from = xOff + r * ldx + c;
        int to = yOff + c * ldy + r;
        if (rows >= LANES && columns >= LANES) {
          block(x, from, ldx, LANES, y, to, ldy, square);
        } else {
          int h = Math.min(rows, LANES);
          int w = Math.min(columns, LANES);
          Copy.rows(x, from, ldx, h, w, square, 0, LANES);
          block(square, 0, LANES, LANES, square, 0, LANES, square);
          Copy.rows(square, 0, LANES, w, h, y, to, ldy);
        }
      }
    }
  }

  /**
   * Packs rows side by side: {@code y[c * height + r] = x[r * ldx + c]}. Rows from {@code rows} to
   * {@code height} get any of the numbers; up to {@code LANES} elements after the last column may
   * be overwritten.
   */
  public static void pack(
      float[] x,
      int xOff,
      int ldx,
      int rows,
      int columns,
      float[] y,
      int yOff,
      int height,
      float[] square) {
    if (!IN_BLOCKS || height >= LANES || columns < LANES) {
      transpose(x, xOff, ldx, rows, columns, y, yOff, height, square);
      return;
    }
    // A whole vector is stored for each column. What exceeds the height is overwritten by the next
    // columns, because columns are stored in ascending order.
    for (int c0 = 0; c0 < columns; c0 += LANES) {
      int c = Math.min(c0, columns - LANES);
      block(x, xOff + c, ldx, rows, y, yOff + c * height, height, square);
    }
  }

  /** Transposes a square; rows of x from {@code rows} on are not read. */
  private static void block(
      float[] x, int xOff, int ldx, int rows, float[] y, int yOff, int ldy, float[] square) {
    if (LANES == 4) {
      steps1And2(x, xOff, ldx, y, yOff, ldy);
    } else if (LANES == 8) {
      step4(x, xOff, ldx, rows - 1, square);
      steps1And2(square, 0, LANES, y, yOff, ldy);
    } else {
      steps4And8(x, xOff, ldx, rows - 1, square);
      steps1And2(square, 0, LANES, y, yOff, ldy);
    }
  }

  private static void step4(float[] x, int xOff, int ldx, int last, float[] square) {
    for (int i = 0; i < 4; i++) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, xOff + Math.min(i, last) * ldx);
      FloatVector b = FloatVector.fromArray(SPECIES, x, xOff + Math.min(i + 4, last) * ldx);
      int to = i * LANES;
      a.blend(b.rearrange(SWAP_4), HIGH_4).intoArray(square, to);
      a.rearrange(SWAP_4).blend(b, HIGH_4).intoArray(square, to + 4 * LANES);
    }
  }

  private static void steps4And8(float[] x, int xOff, int ldx, int last, float[] square) {
    for (int i = 0; i < 4; i++) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, xOff + Math.min(i, last) * ldx);
      FloatVector b = FloatVector.fromArray(SPECIES, x, xOff + Math.min(i + 4, last) * ldx);
      FloatVector c = FloatVector.fromArray(SPECIES, x, xOff + Math.min(i + 8, last) * ldx);
      FloatVector d = FloatVector.fromArray(SPECIES, x, xOff + Math.min(i + 12, last) * ldx);
      FloatVector a1 = a.blend(b.rearrange(SWAP_4), HIGH_4);
      FloatVector b1 = a.rearrange(SWAP_4).blend(b, HIGH_4);
      FloatVector c1 = c.blend(d.rearrange(SWAP_4), HIGH_4);
      FloatVector d1 = c.rearrange(SWAP_4).blend(d, HIGH_4);
      int to = i * LANES;
      a1.blend(c1.rearrange(SWAP_8), HIGH_8).intoArray(square, to);
      b1.blend(d1.rearrange(SWAP_8), HIGH_8).intoArray(square, to + 4 * LANES);
      a1.rearrange(SWAP_8).blend(c1, HIGH_8).intoArray(square, to + 8 * LANES);
      b1.rearrange(SWAP_8).blend(d1, HIGH_8).intoArray(square, to + 12 * LANES);
    }
  }

  private static void steps1And2(float[] x, int xOff, int ldx, float[] y, int yOff, int ldy) {
    for (int i = 0; i < LANES; i += 4) {
      int from = xOff + i * ldx;
      FloatVector a = FloatVector.fromArray(SPECIES, x, from);
      FloatVector b = FloatVector.fromArray(SPECIES, x, from + ldx);
      FloatVector c = FloatVector.fromArray(SPECIES, x, from + 2 * ldx);
      FloatVector d = FloatVector.fromArray(SPECIES, x, from + 3 * ldx);
      FloatVector a1 = a.blend(b.rearrange(SWAP_1), HIGH_1);
      FloatVector b1 = a.rearrange(SWAP_1).blend(b, HIGH_1);
      FloatVector c1 = c.blend(d.rearrange(SWAP_1), HIGH_1);
      FloatVector d1 = c.rearrange(SWAP_1).blend(d, HIGH_1);
      int to = yOff + i * ldy;
      a1.blend(c1.rearrange(SWAP_2), HIGH_2).intoArray(y, to);
      b1.blend(d1.rearrange(SWAP_2), HIGH_2).intoArray(y, to + ldy);
      a1.rearrange(SWAP_2).blend(c1, HIGH_2).intoArray(y, to + 2 * ldy);
      b1.rearrange(SWAP_2).blend(d1, HIGH_2).intoArray(y, to + 3 * ldy);
    }
  }

  private static void loops(
      float[] x, int xOff, int ldx, int rows, int columns, float[] y, int yOff, int ldy) {
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        y[yOff + c * ldy + r] = x[xOff + r * ldx + c];
      }
    }
  }

  /** Lane i takes lane {@code i ^ s}. */
  private static VectorShuffle<Float> swap(int s) {
    return VectorShuffle.fromOp(SPECIES, i -> i ^ s);
  }

  private static VectorMask<Float> high(int s) {
    boolean[] lanes = new boolean[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = (i & s) != 0;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }
}
