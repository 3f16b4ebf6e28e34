// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

/** Random numbers by position, so that they do not depend on the order of the threads. */
final class Keys {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Keys() {}

  /** Mixes two numbers into one. */
  static long of(long seed, long position) {
    return mix(mix(seed + GOLDEN) ^ (position + 1) * 0xD1B54A32D192ED03L);
  }

  /** Scrambles 64 bits (Steele, Lea, Flood 2014; the constants are Stafford's variant 13). */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /** Returns an integer in [0, bound). */
  static int below(int bound, long key) {
    return (int) ((key >>> 32) * bound >>> 32);
  }
}
