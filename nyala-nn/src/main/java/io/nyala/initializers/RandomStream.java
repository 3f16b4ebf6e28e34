// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.kernel.Philox;

/**
 * Random numbers that depend on the key and the position alone. Computed with {@link StrictMath},
 * so that a seed gives the same weights on every machine.
 *
 * @param key names the stream
 */
record RandomStream(long key) {
  private static final double TO_UNIT = 0x1p-24;

  /** Returns the stream that an initializer draws from. */
  static RandomStream of(RandomInitializer initializer, long key) {
    return new RandomStream(initializer.seed() == null ? key : initializer.seed());
  }

  /** Returns element i, uniform in [0, 1). */
  double uniform(int i) {
    return (Philox.word(key, 0, i) >>> 8) * TO_UNIT;
  }

  /** Returns element i, standard normal. */
  double normal(int i) {
    return normal(i, 0);
  }

  /** Returns element i, standard normal but within two standard deviations (by rejection). */
  double truncatedNormal(int i) {
    for (long attempt = 0; ; attempt++) {
      double z = normal(i, attempt);
      if (Math.abs(z) <= 2) {
        return z;
      }
    }
  }

  private double normal(int i, long attempt) {
    // Box and Muller: both words of a pair for one number, so that elements stay independent.
    long words = Philox.words(key, attempt, i, false);
    double u = (((int) words >>> 8) + 1) * TO_UNIT;
    double angle = 2 * Math.PI * ((int) (words >>> 32) >>> 8) * TO_UNIT;
    return Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(angle);
  }
}
