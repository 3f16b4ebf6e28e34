// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Orders rows by merging. Comparisons of elements far apart are nothing for vectors, so there is
 * one twin. Positions travel as raw bits.
 */
public final class SortKernels {
  /** Runs of this length are sorted by insertion. */
  private static final int RUN = 8;

  private SortKernels() {}

  /**
   * Writes the positions that sort each row; equal elements keep their order, and NaN counts as
   * largest.
   *
   * @param ints whether {@code x} holds the raw bits of int32
   * @param descending largest first
   * @param scratch as large as {@code y}
   */
  public static void argSortRows(
      boolean ints,
      boolean descending,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] scratch,
      int scratchOff,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int at = r * columns;
      argSort(ints, descending, x, xOff + at, y, yOff + at, scratch, scratchOff + at, columns);
    }
  }

  private static void argSort(
      boolean ints,
      boolean descending,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      float[] scratch,
      int scratchOff,
      int n) {
    for (int i = 0; i < n; i++) {
      float self = Float.intBitsToFloat(i);
      int to = i;
      while (to % RUN != 0 && isAfter(ints, descending, x, xOff, y[yOff + to - 1], self)) {
        y[yOff + to] = y[yOff + to - 1];
        to--;
      }
      y[yOff + to] = self;
    }
    float[] from = y;
    int fromOff = yOff;
    float[] into = scratch;
    int intoOff = scratchOff;
    for (long run = RUN; run < n; run *= 2) {
      for (long begin = 0; begin < n; begin += 2 * run) {
        int middle = (int) Math.min(n, begin + run);
        int end = (int) Math.min(n, begin + 2 * run);
        int a = (int) begin;
        int b = middle;
        for (int i = (int) begin; i < end; i++) {
          boolean second =
              b < end
                  && (a == middle
                      || isAfter(ints, descending, x, xOff, from[fromOff + a], from[fromOff + b]));
          into[intoOff + i] = from[fromOff + (second ? b++ : a++)];
        }
      }
      float[] array = from;
      from = into;
      into = array;
      int off = fromOff;
      fromOff = intoOff;
      intoOff = off;
    }
    if (fromOff != yOff || from != y) {
      System.arraycopy(from, fromOff, y, yOff, n);
    }
  }

  /** Tells whether the element at one position must stand behind that at another. */
  private static boolean isAfter(
      boolean ints, boolean descending, float[] x, int xOff, float position, float other) {
    float a = x[xOff + Float.floatToRawIntBits(position)];
    float b = x[xOff + Float.floatToRawIntBits(other)];
    float high = descending ? b : a;
    float low = descending ? a : b;
    return ints
        ? Float.floatToRawIntBits(high) > Float.floatToRawIntBits(low)
        : high > low || (high != high && low == low);
  }
}
