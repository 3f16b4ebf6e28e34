// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Wilcoxon's signed-rank test for paired differences around 0. Exact for up to 50 differences
 * without ties or zeros, and up to 13 with them; otherwise the normal approximation with a
 * correction for ties is used. These rules are those of scipy 1.17.
 *
 * <p>F. Wilcoxon: Individual comparisons by ranking methods; Biometrics Bulletin 1 (1945).
 */
public final class SignedRanks {
  private static final int MOST_EXACT = 50;
  private static final int MOST_PERMUTED = 13;

  /** The alternative hypothesis. */
  public enum Alternative {
    /** The differences tend to be above 0. */
    GREATER,
    /** The differences tend to be below 0. */
    LESS,
    /** The differences tend to be on one side of 0. */
    TWO_SIDED
  }

  /** How to treat differences of 0. */
  public enum Zeros {
    /** Ignores them. */
    DROPPED,
    /** Ranks them, and splits the ranks between both sides. */
    SPLIT
  }

  private SignedRanks() {}

  /**
   * Returns the p-value.
   *
   * @param differences finite differences; NaN is returned if there are none
   */
  public static double pValue(double[] differences, Alternative alternative, Zeros zeros) {
    double[] d =
        zeros == Zeros.DROPPED
            ? Arrays.stream(differences).filter(x -> x != 0).toArray()
            : differences.clone();
    int n = d.length;
    if (n == 0) {
      return differences.length == 0 ? Double.NaN : 1;
    }
    double[] ranks = new double[n];
    double ties = ranks(d, ranks);
    double above = 0;
    for (int i = 0; i < n; i++) {
      above += d[i] > 0 ? ranks[i] : d[i] == 0 ? ranks[i] / 2 : 0;
    }
    boolean hasZeros = Arrays.stream(differences).anyMatch(x -> x == 0);
    if (differences.length > MOST_EXACT
        || (ties > 0 || hasZeros) && differences.length > MOST_PERMUTED) {
      return approximate(n, above, ties, alternative);
    }
    return exact(d, ranks, above, alternative);
  }

  /**
   * Fills the ranks of the absolute values, with mid-ranks for ties. Returns the correction of the
   * variance for ties.
   */
  private static double ranks(double[] d, double[] ranks) {
    Integer[] order = new Integer[d.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> Math.abs(d[i])));
    double ties = 0;
    for (int from = 0; from < d.length; ) {
      int to = from + 1;
      while (to < d.length && Math.abs(d[order[to]]) == Math.abs(d[order[from]])) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = 0.5 * (from + 1 + to);
      }
      double equal = to - from;
      ties += equal * equal * equal - equal;
      from = to;
    }
    return ties;
  }

  private static double approximate(int n, double above, double ties, Alternative alternative) {
    double mean = n * (n + 1.0) / 4;
    double variance = (n * (n + 1.0) * (2 * n + 1) - ties / 2) / 24;
    double z = (above - mean) / Math.sqrt(variance);
    return switch (alternative) {
      case GREATER -> Normal.cdf(-z);
      case LESS -> Normal.cdf(z);
      case TWO_SIDED -> 2 * Normal.cdf(-Math.abs(z));
    };
  }

  /**
   * Counts the sign combinations for each sum. Sums are in quarters, so that mid-ranks and halves
   * are integers.
   */
  private static double exact(double[] d, double[] ranks, double above, Alternative alternative) {
    int total = 0;
    for (double rank : ranks) {
      total += (int) Math.round(4 * rank);
    }
    double[] shares = new double[total + 1];
    shares[0] = 1;
    int reach = 0;
    for (int i = 0; i < d.length; i++) {
      int rank = (int) Math.round(4 * ranks[i]);
      double[] next = new double[total + 1];
      for (int sum = 0; sum <= reach; sum++) {
        if (d[i] == 0) { // its sign does not matter
          next[sum + rank / 2] += shares[sum];
        } else {
          next[sum] += shares[sum] / 2;
          next[sum + rank] += shares[sum] / 2;
        }
      }
      reach += rank;
      shares = next;
    }
    int observed = (int) Math.round(4 * above);
    double atLeast = 0;
    double atMost = 0;
    for (int sum = 0; sum <= total; sum++) {
      atLeast += sum >= observed ? shares[sum] : 0;
      atMost += sum <= observed ? shares[sum] : 0;
    }
    return switch (alternative) {
      case GREATER -> Math.min(1, atLeast);
      case LESS -> Math.min(1, atMost);
      case TWO_SIDED -> Math.min(1, 2 * Math.min(atLeast, atMost));
    };
  }
}
