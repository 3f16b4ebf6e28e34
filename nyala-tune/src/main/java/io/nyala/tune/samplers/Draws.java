// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import java.util.random.RandomGenerator;

/**
 * Random numbers that depend only on the seed of a search and the number of a trial: SplitMix64
 * (Steele, Lea, Flood: Fast splittable pseudorandom number generators; OOPSLA 2014), seeded with a
 * mix of these.
 */
public final class Draws implements RandomGenerator {
  private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

  private static final long OF_THE_SEARCH = -1;

  private final long seed;
  private long state;
  private double spare = Double.NaN;

  private Draws(long seed, long state) {
    this.seed = seed;
    this.state = state;
  }

  /** Returns the random numbers of a trial. */
  public static Draws of(long seed, long number) {
    return new Draws(seed, mix(mix(seed + GAMMA) + number * GAMMA));
  }

  /**
   * Returns random numbers derived from those of the trial and a name, regardless of previous
   * draws.
   */
  public static Draws of(long seed, long number, String name) {
    long state = mix(mix(seed + GAMMA) + number * GAMMA);
    for (int i = 0; i < name.length(); i++) {
      state = mix(state + GAMMA + name.charAt(i));
    }
    return new Draws(seed, state);
  }

  /**
   * Returns random numbers shared by all trials of the search, regardless of previous draws.
   *
   * @param name the purpose of the numbers
   */
  public Draws shared(String name) {
    return of(seed, OF_THE_SEARCH, name);
  }

  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }

  @Override
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Draws from the standard normal distribution, by the polar method. */
  @Override
  public double nextGaussian() {
    if (!Double.isNaN(spare)) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    while (true) {
      double x = 2 * nextDouble() - 1;
      double y = 2 * nextDouble() - 1;
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * scale;
        return x * scale;
      }
    }
  }
}
