// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.random;

/**
 * Derives the state of a generator from a seed like {@code numpy.random.SeedSequence}, so that
 * similar seeds give unrelated numbers.
 */
final class SeedSequence {
  private static final int POOL = 4;
  private static final int INIT_A = 0x43b0d7e5;
  private static final int MULT_A = 0x931e8875;
  private static final int INIT_B = 0x8b51f9dd;
  private static final int MULT_B = 0x58f38ded;
  private static final int MIX_L = 0xca01f9dd;
  private static final int MIX_R = 0x4973f715;
  private static final int SHIFT = 16;

  private final int[] pool = new int[POOL];
  private int hash = INIT_A;

  /** Mixes the 32-bit words of a seed, the lowest first, into the pool. */
  SeedSequence(long seed) {
    int high = (int) (seed >>> Integer.SIZE);
    int[] entropy = high == 0 ? new int[] {(int) seed} : new int[] {(int) seed, high};
    for (int i = 0; i < POOL; i++) {
      pool[i] = hashed(i < entropy.length ? entropy[i] : 0);
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          pool[to] = mixed(pool[to], hashed(pool[from]));
        }
      }
    }
  }

  private int hashed(int word) {
    int value = word ^ hash;
    hash *= MULT_A;
    value *= hash;
    return value ^ value >>> SHIFT;
  }

  private static int mixed(int x, int y) {
    int value = MIX_L * x - MIX_R * y;
    return value ^ value >>> SHIFT;
  }

  /** Returns the words of the initial state of a generator. */
  long[] state(int words) {
    long[] state = new long[words];
    int multiplier = INIT_B;
    for (int i = 0; i < 2 * words; i++) {
      int value = pool[i % POOL] ^ multiplier;
      multiplier *= MULT_B;
      value *= multiplier;
      value ^= value >>> SHIFT;
      state[i / 2] |= Integer.toUnsignedLong(value) << (i % 2 == 0 ? 0 : Integer.SIZE);
    }
    return state;
  }
}
