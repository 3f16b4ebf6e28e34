// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

/**
 * Shuffle with a seed. SplitMix64 written out, because a split has to be the same in every version
 * of Java: a model is only comparable with another one on the same test rows.
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
      // Rejects the incomplete last run of numbers, which would favour the small ones.
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
