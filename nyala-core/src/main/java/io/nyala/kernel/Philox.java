// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * The constants and the layout of the random streams: Philox 4x32-10 (Salmon, Moraes, Dror, Shaw:
 * Parallel random numbers: as easy as 1, 2, 3; SC 2011).
 *
 * <p>A stream {@code (key, counter)} consists of tiles of {@value #TILE} elements, four rows of
 * {@value #ROW}: element {@code i} is word {@code (i / 16) % 4} of block {@code 16 * (i / 64) + i %
 * 16}, so that neighbouring elements come from different blocks and vectors of any width can be
 * stored as computed. Block b has the counter words {@code (low(b), high(b), low(counter),
 * high(counter))} and the key words {@code (low(key), high(key))}.
 */
public final class Philox {
  /** Multiplies counter word 0. */
  public static final int M0 = 0xD2511F53;

  /** Multiplies counter word 2. */
  public static final int M1 = 0xCD9E8D57;

  /** Added to key word 0 after each round. */
  public static final int W0 = 0x9E3779B9;

  /** Added to key word 1 after each round. */
  public static final int W1 = 0xBB67AE85;

  /** The number of rounds. */
  public static final int ROUNDS = 10;

  /** Elements produced by the 16 blocks of a tile. */
  public static final int TILE = 64;

  /** Elements of a tile that come from the same word of its blocks. */
  public static final int ROW = 16;

  private static final long LOW = 0xFFFF_FFFFL;

  private Philox() {}

  /**
   * Computes half of one block.
   *
   * @param key the key words, word 0 in the low half
   * @param counterHigh counter words 2 and 3, word 2 in the low half
   * @param counterLow counter words 0 and 1, word 0 in the low half
   * @param second false for the result words 0 and 1, true for 2 and 3
   * @return two result words, the first in the low half
   */
  public static long words(long key, long counterHigh, long counterLow, boolean second) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int c0 = (int) counterLow;
    int c1 = (int) (counterLow >>> 32);
    int c2 = (int) counterHigh;
    int c3 = (int) (counterHigh >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & LOW) * (c0 & LOW);
      long p1 = (M1 & LOW) * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    return second ? (c2 & LOW) | (long) c3 << 32 : (c0 & LOW) | (long) c1 << 32;
  }

  /**
   * Computes one element of a stream.
   *
   * @param key the key of the stream
   * @param counter the counter of the stream
   * @param i the index of the element
   * @return 32 random bits
   */
  public static int word(long key, long counter, long i) {
    long block = (i >>> 6 << 4) + (i & 15);
    int word = (int) (i >>> 4) & 3;
    long pair = words(key, counter, block, word >= 2);
    return (int) ((word & 1) == 0 ? pair : pair >>> 32);
  }
}
