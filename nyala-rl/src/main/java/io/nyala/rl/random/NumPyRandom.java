// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.random;

import io.nyala.settings.Arguments;

/**
 * The random numbers of NumPy's {@code default_rng(seed)}, and so of Gymnasium's environments: the
 * generator PCG64 (XSL-RR, 128 bits of state; O'Neill 2014), seeded by a {@code SeedSequence}. The
 * numbers equal Python's bit for bit. Drawing allocates nothing.
 *
 * <p>Not thread-safe.
 */
public final class NumPyRandom {
  private static final long MULTIPLIER_HIGH = 2549297995355413924L;
  private static final long MULTIPLIER_LOW = 4865540595714422341L;
  private static final double UNIT = 0x1p-53;
  private static final long LOW_32 = 0xffff_ffffL;
  private static final int STATE_WORDS = 5;

  private long stateHigh;
  private long stateLow;
  private long incrementHigh;
  private long incrementLow;
  private boolean hasHalf; // whether the upper half of a 64-bit number is still unused
  private int half;

  /**
   * Creates the generator that {@code numpy.random.default_rng(seed)} creates.
   *
   * @throws IllegalArgumentException if the seed is negative, as in Python
   */
  public NumPyRandom(long seed) {
    seed(seed);
  }

  /**
   * Reseeds the generator.
   *
   * @throws IllegalArgumentException if the seed is negative, as in Python
   */
  public void seed(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("a seed must be at least 0, got " + seed);
    }
    long[] words = new SeedSequence(seed).state(4);
    incrementHigh = words[2] << 1 | words[3] >>> 63;
    incrementLow = words[3] << 1 | 1;
    stateHigh = 0;
    stateLow = 0;
    hasHalf = false;
    half = 0;
    advance();
    long low = stateLow + words[1];
    stateHigh += words[0] + (Long.compareUnsigned(low, stateLow) < 0 ? 1 : 0);
    stateLow = low;
    advance();
  }

  private void advance() {
    long low = stateLow * MULTIPLIER_LOW;
    long high =
        Math.unsignedMultiplyHigh(stateLow, MULTIPLIER_LOW)
            + stateHigh * MULTIPLIER_LOW
            + stateLow * MULTIPLIER_HIGH;
    stateLow = low + incrementLow;
    stateHigh = high + incrementHigh + (Long.compareUnsigned(stateLow, low) < 0 ? 1 : 0);
  }

  /** Returns 64 random bits. */
  public long nextLong() {
    advance();
    return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> 58));
  }

  /** Returns 32 random bits. Each 64-bit number of the generator gives two such results. */
  public int nextInt() {
    if (hasHalf) {
      hasHalf = false;
      return half;
    }
    long both = nextLong();
    half = (int) (both >>> Integer.SIZE);
    hasHalf = true;
    return (int) both;
  }

  /** Returns a number in [0, 1): {@code random()} in NumPy. */
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }

  /** Returns a number in [low, high): {@code uniform(low, high)} in NumPy. */
  public double uniform(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /** Fills an array with numbers in [low, high), in order. */
  public void uniform(double low, double high, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = uniform(low, high);
    }
  }

  /**
   * Returns an integer in [0, high): {@code integers(high)} in NumPy.
   *
   * @throws IllegalArgumentException if {@code high} is below 1
   */
  public int integers(int high) {
    return (int) integers(0, high);
  }

  /**
   * Returns an integer in [low, high): {@code integers(low, high)} in NumPy, by Lemire's method
   * (2019).
   *
   * @throws IllegalArgumentException if the range is empty
   */
  public long integers(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "integers: there is none in [%d, %d); low must be less than high".formatted(low, high));
    }
    long range = high - low - 1; // unsigned
    if (range == 0) {
      return low;
    }
    if (Long.compareUnsigned(range, LOW_32) <= 0) {
      return low + (range == LOW_32 ? nextInt() & LOW_32 : below32(range + 1));
    }
    return low + (range == -1 ? nextLong() : below64(range + 1));
  }

  private long below32(long count) {
    long product = (nextInt() & LOW_32) * count;
    if ((product & LOW_32) < count) {
      long threshold = (LOW_32 + 1 - count) % count;
      while ((product & LOW_32) < threshold) {
        product = (nextInt() & LOW_32) * count;
      }
    }
    return product >>> Integer.SIZE;
  }

  private long below64(long count) {
    long draw = nextLong();
    if (Long.compareUnsigned(draw * count, count) < 0) {
      long threshold = Long.remainderUnsigned(-count, count);
      while (Long.compareUnsigned(draw * count, threshold) < 0) {
        draw = nextLong();
      }
    }
    return Math.unsignedMultiplyHigh(draw, count);
  }

  /** Fills an array with zeros and ones: {@code integers(0, 2, size, dtype=int8)} in NumPy. */
  public void bits(double[] into) {
    int word = 0;
    for (int i = 0; i < into.length; i++) {
      word = i % 4 == 0 ? nextInt() : word >>> Byte.SIZE;
      into[i] = word >>> 7 & 1;
    }
  }

  // Checkpoints

  /** Returns the state of the generator for {@link #restore}, as hexadecimal numbers. */
  public String state() {
    return "%x %x %x %x %x"
        .formatted(
            stateHigh,
            stateLow,
            incrementHigh,
            incrementLow,
            hasHalf ? LOW_32 + 1 + (half & LOW_32) : 0);
  }

  /**
   * Restores a state returned by {@link #state}.
   *
   * @throws IllegalArgumentException if it is not such a state
   */
  public void restore(String state) {
    String[] words = Arguments.given("state", state).split(" ");
    if (words.length != STATE_WORDS) {
      throw new IllegalArgumentException(
          "the state of a random generator has 5 hexadecimal numbers, got \"" + state + "\"");
    }
    long[] numbers = new long[STATE_WORDS];
    for (int i = 0; i < STATE_WORDS; i++) {
      numbers[i] = Long.parseUnsignedLong(words[i], 16);
    }
    stateHigh = numbers[0];
    stateLow = numbers[1];
    incrementHigh = numbers[2];
    incrementLow = numbers[3];
    hasHalf = numbers[4] > LOW_32;
    half = (int) numbers[4];
  }
}
