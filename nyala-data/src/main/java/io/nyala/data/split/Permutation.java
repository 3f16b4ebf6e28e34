// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

/**
 * Shuffles with a seed. SplitMix64 is implemented here, so that splits are the same in every
 * version of Java: models are only comparable on the same test rows.
 */
final class Permutation {
  private long state;

  Permutation(long seed) {
    state = seed;
  }

  /** Shuffles in place (Fisher and Yates). */
  void shuffle(int[] a) {
    for (int i = a.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int t = a[i];
      a[i] = a[j];
      a[j] = t;
    }
  }

  /** Returns a number from 0 to {@code bound - 1}, each equally likely. */
  private int below(int bound) {
    while (true) {
      long bits = next() >>> 1;
      long value = bits % bound;
      // Rejects the incomplete last range of numbers, which would favour small results.
      if (bits - value + (bound - 1) >= 0) {
        return (int) value;
      }
    }
  }

  private long next() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
