// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import java.util.Arrays;

/**
 * Sorts rows by keys, which are unsigned integers that compare as the elements do: insertion sort
 * for short rows, radix sort for others. Vectors would not help, so there is only one
 * implementation. Keys, positions and counters are stored as raw bits.
 */
public final class SortKernels {
  private static final int SHORT = 48;
  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private SortKernels() {}

  /** Returns the scratch size that a row of {@code n} elements needs. */
  public static int scratch(int n) {
    return n <= SHORT ? n : Math.addExact(Math.multiplyExact(3, n), DIGITS);
  }

  /**
   * Writes the positions that sort a row; equal elements keep their order, and NaN counts as
   * largest.
   *
   * @param ints whether {@code x} holds the raw bits of int32
   * @param descending largest first
   * @param scratch {@link #scratch} elements that may be written
   */
  public static void argSort(
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
      int signed = ints ? bits(x[xOff + i]) : key(x[xOff + i]);
      int key = (descending ? ~signed : signed) ^ Integer.MIN_VALUE;
      scratch[scratchOff + i] = Float.intBitsToFloat(key);
      y[yOff + i] = Float.intBitsToFloat(i);
    }
    if (n <= SHORT) {
      insert(scratch, scratchOff, y, yOff, n);
    } else {
      byDigits(scratch, scratchOff, y, yOff, n);
    }
  }

  /** Returns an int that compares as the number does: -0 equals 0, and NaN is largest. */
  private static int key(float x) {
    int bits = bits(x + 0f);
    return x != x ? Integer.MAX_VALUE : bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static int bits(float x) {
    return Float.floatToRawIntBits(x);
  }

  private static void insert(float[] keys, int keysOff, float[] positions, int off, int n) {
    for (int i = 1; i < n; i++) {
      float key = keys[keysOff + i];
      float position = positions[off + i];
      int to = i;
      while (to > 0 && Integer.compareUnsigned(bits(keys[keysOff + to - 1]), bits(key)) > 0) {
        keys[keysOff + to] = keys[keysOff + to - 1];
        positions[off + to] = positions[off + to - 1];
        to--;
      }
      keys[keysOff + to] = key;
      positions[off + to] = position;
    }
  }

  /** Sorts by each digit in turn, the lowest first, which keeps the order of the digits before. */
  private static void byDigits(float[] scratch, int scratchOff, float[] y, int yOff, int n) {
    int counts = scratchOff + 3 * n;
    int keys = scratchOff;
    int nextKeys = scratchOff + n;
    float[] from = y;
    int fromOff = yOff;
    float[] into = scratch;
    int intoOff = scratchOff + 2 * n;
    for (int shift = 0; shift < Integer.SIZE; shift += DIGIT_BITS) {
      if (!count(scratch, keys, counts, shift, n)) {
        continue;
      }
      for (int i = 0; i < n; i++) {
        float key = scratch[keys + i];
        int count = counts + (bits(key) >>> shift & DIGITS - 1);
        int to = bits(scratch[count]);
        scratch[count] = Float.intBitsToFloat(to + 1);
        scratch[nextKeys + to] = key;
        into[intoOff + to] = from[fromOff + i];
      }
      int otherKeys = keys;
      keys = nextKeys;
      nextKeys = otherKeys;
      float[] other = from;
      from = into;
      into = other;
      int otherOff = fromOff;
      fromOff = intoOff;
      intoOff = otherOff;
    }
    if (from != y || fromOff != yOff) {
      System.arraycopy(from, fromOff, y, yOff, n);
    }
  }

  /**
   * Finds where the keys with each digit begin.
   *
   * @return whether the keys differ in this digit
   */
  private static boolean count(float[] scratch, int keys, int counts, int shift, int n) {
    Arrays.fill(scratch, counts, counts + DIGITS, 0);
    for (int i = 0; i < n; i++) {
      int count = counts + (bits(scratch[keys + i]) >>> shift & DIGITS - 1);
      scratch[count] = Float.intBitsToFloat(bits(scratch[count]) + 1);
    }
    int before = 0;
    for (int i = counts; i < counts + DIGITS; i++) {
      int count = bits(scratch[i]);
      if (count == n) {
        return false;
      }
      scratch[i] = Float.intBitsToFloat(before);
      before += count;
    }
    return true;
  }
}
