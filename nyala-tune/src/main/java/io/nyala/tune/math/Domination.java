// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Non-dominated sorting of the losses of several objectives, and crowding distances within a front.
 *
 * <p>K. Deb, A. Pratap, S. Agarwal, T. Meyarivan: A fast and elitist multiobjective genetic
 * algorithm, NSGA-II; IEEE Transactions on Evolutionary Computation 6 (2002).
 */
public final class Domination {
  private Domination() {}

  /** Returns whether losses dominate others: no loss is larger, and at least one is smaller. */
  public static boolean dominates(double[] a, double[] b) {
    boolean smaller = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      smaller |= a[i] < b[i];
    }
    return smaller;
  }

  /**
   * Returns the front of each row: rows of front 0 are not dominated, rows of front 1 only by rows
   * of front 0, and so on. Rows that violate constraints come after all others, ordered by
   * violation.
   *
   * @param losses {@code [n][objectives]}, not NaN
   * @param violations {@code [n]}, 0 if no constraint is violated
   */
  public static int[] fronts(double[][] losses, double[] violations) {
    int n = losses.length;
    int[] fronts = new int[n];
    int[] dominators = new int[n];
    int[] sorted = new int[n];
    int found = 0;
    for (int i = 0; i < n; i++) {
      if (violations[i] > 0) {
        continue;
      }
      for (int j = 0; j < n; j++) {
        dominators[i] += !(violations[j] > 0) && dominates(losses[j], losses[i]) ? 1 : 0;
      }
      if (dominators[i] == 0) {
        sorted[found++] = i;
      }
    }
    int front = 0;
    for (int from = 0; from < found; front++) {
      int to = found;
      for (int k = from; k < to; k++) {
        fronts[sorted[k]] = front;
        for (int i = 0; i < n; i++) {
          boolean freed =
              dominators[i] > 0 && dominates(losses[sorted[k]], losses[i]) && --dominators[i] == 0;
          if (freed) {
            sorted[found++] = i;
          }
        }
      }
      from = to;
    }
    double[] broken = Arrays.stream(violations).filter(v -> v > 0).sorted().distinct().toArray();
    for (int i = 0; i < n; i++) {
      if (violations[i] > 0) {
        fronts[i] = front + Arrays.binarySearch(broken, violations[i]);
      }
    }
    return fronts;
  }

  /**
   * Returns the crowding distance of each row: the distance of its neighbours along all objectives,
   * relative to the range; infinite at the ends.
   *
   * @param losses {@code [n][objectives]} of one front
   */
  public static double[] crowding(double[][] losses) {
    int n = losses.length;
    double[] distances = new double[n];
    if (n == 0) {
      return distances;
    }
    for (int k = 0; k < losses[0].length; k++) {
      int objective = k;
      Integer[] order = new Integer[n];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> losses[i][objective]));
      double[] sorted = new double[n + 2];
      sorted[0] = Double.NEGATIVE_INFINITY;
      sorted[n + 1] = Double.POSITIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        sorted[i + 1] = losses[order[i]][k];
      }
      if (sorted[1] == sorted[n]) {
        continue;
      }
      double width = finiteWidth(sorted);
      for (int i = 0; i < n; i++) {
        double gap = sorted[i] == sorted[i + 2] ? 0 : sorted[i + 2] - sorted[i];
        distances[order[i]] += gap / width;
      }
    }
    return distances;
  }

  /** Returns the range of the finite values; 1 if there are none. */
  private static double finiteWidth(double[] sorted) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : sorted) {
      if (value != Double.NEGATIVE_INFINITY) {
        least = Math.min(least, value);
      }
      if (value != Double.POSITIVE_INFINITY) {
        greatest = Math.max(greatest, value);
      }
    }
    double width = greatest - least;
    return width > 0 ? width : 1;
  }
}
