// SPDX-License-Identifier: Apache-2.0
package io.nyala.batches;

/**
 * The order of rows in an epoch, for data in memory and in files alike. It depends only on the seed
 * and the epoch, so that training can be resumed at any point.
 */
public final class Shuffle {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Shuffle() {}

  /** Fills an array with a permutation (Fisher and Yates, numbers from SplitMix64 by position). */
  public static void permute(int[] order, long seed, long epoch) {
    int n = order.length;
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    long key = mix(mix(seed + GOLDEN) ^ (epoch + 1) * 0xD1B54A32D192ED03L);
    for (int i = n - 1; i > 0; i--) {
      long random = mix(key + i * GOLDEN) >>> 32;
      int j = (int) (random * (i + 1) >>> 32);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
  }

  /** Scrambles 64 bits (Steele, Lea, Flood 2014; the constants are Stafford's variant 13). */
  public static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
