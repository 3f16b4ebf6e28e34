// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

/**
 * A binary tree of sums with the priorities as its leaves. Drawing in proportion to priority and
 * changing one take logarithmic time. The sums depend only on the leaves, not on their history, so
 * that a tree rebuilt from its leaves draws the same numbers.
 */
final class SumTree {
  private final int leaves; // a power of 2
  private final double[] sums; // the root is at 1, the children of i are at 2 i and 2 i + 1

  SumTree(int capacity) {
    leaves = Integer.highestOneBit(Math.max(1, capacity - 1)) * 2;
    sums = new double[2 * leaves];
  }

  void set(int place, float priority) {
    int at = leaves + place;
    sums[at] = priority;
    for (at /= 2; at >= 1; at /= 2) {
      sums[at] = sums[2 * at] + sums[2 * at + 1];
    }
  }

  double total() {
    return sums[1];
  }

  double get(int place) {
    return sums[leaves + place];
  }

  /** Returns the index at which the cumulative sum exceeds a number in [0, total). */
  int find(double sum) {
    double rest = sum;
    int at = 1;
    while (at < leaves) {
      at *= 2;
      // Rounding must not lead to a leaf that was never set.
      if (rest >= sums[at] && sums[at + 1] > 0) {
        rest -= sums[at];
        at++;
      }
    }
    return at - leaves;
  }
}
