// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.random.RandomGenerator;

/**
 * Random choices. They are implemented here because the JDK's methods may change between versions,
 * while the choices of a search must not.
 */
public final class Picks {
  private Picks() {}

  /**
   * Returns a uniformly distributed integer in [0, bound).
   *
   * @param bound at least 1
   */
  public static int below(RandomGenerator random, int bound) {
    // The high half of the product has a bias of bound / 2^64, which is negligible.
    return (int) Math.unsignedMultiplyHigh(random.nextLong(), bound);
  }

  /** Returns a number in [0, 1) with 53 random bits. */
  public static double uniform(RandomGenerator random) {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** Returns a standard normal number by the inverse of the distribution. */
  public static double normal(RandomGenerator random) {
    // Half a step away from 0 and 1, whose quantiles are infinite.
    double u = ((random.nextLong() >>> 11) + 0.5) * 0x1p-53;
    return Normal.quantile(u);
  }

  /**
   * Returns an index with a probability proportional to its weight.
   *
   * @param weights the weights; the first {@code count} are at least 0 and not all 0
   */
  public static int weighted(RandomGenerator random, double[] weights, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[i];
    }
    double left = uniform(random) * sum;
    int last = -1;
    for (int i = 0; i < count; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  /** Returns the numbers from 0 to {@code n - 1} in random order. */
  public static int[] permutation(RandomGenerator random, int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(random, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
