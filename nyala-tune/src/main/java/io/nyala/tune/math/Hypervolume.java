// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The volume of the space below a reference point that losses dominate: a measure of the quality of
 * a front.
 *
 * <p>L. While, L. Bradstreet, L. Barone: A fast way of calculating exact hypervolumes; IEEE
 * Transactions on Evolutionary Computation 16 (2012).
 */
public final class Hypervolume {
  private Hypervolume() {}

  /**
   * Returns the volume.
   *
   * @param losses {@code [n][objectives]}; rows that are not below the reference contribute nothing
   * @param reference {@code [objectives]}
   */
  public static double of(double[][] losses, double[] reference) {
    List<double[]> inside = new ArrayList<>();
    for (double[] row : losses) {
      boolean below = true;
      for (int k = 0; k < reference.length; k++) {
        below &= row[k] < reference[k];
      }
      if (below) {
        inside.add(row);
      }
    }
    return volume(front(inside), reference);
  }

  /** Returns the non-dominated rows without duplicates, ordered by the first objective. */
  private static List<double[]> front(List<double[]> rows) {
    List<double[]> front = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i);
      boolean keep = true;
      for (int j = 0; j < rows.size() && keep; j++) {
        keep =
            !Domination.dominates(rows.get(j), row) && !(j < i && Arrays.equals(rows.get(j), row));
      }
      if (keep) {
        front.add(row);
      }
    }
    front.sort(Comparator.comparingDouble(row -> row[0]));
    return front;
  }

  private static double volume(List<double[]> front, double[] reference) {
    if (front.isEmpty()) {
      return 0;
    }
    if (reference.length == 2) {
      double area = 0;
      double top = reference[1];
      for (double[] row : front) {
        area += (reference[0] - row[0]) * (top - row[1]);
        top = row[1];
      }
      return area;
    }
    double sum = 0;
    for (int i = 0; i < front.size(); i++) {
      sum += alone(front, i, reference);
    }
    return sum;
  }

  /** Returns the volume that a row dominates and the following rows do not. */
  private static double alone(List<double[]> front, int i, double[] reference) {
    double[] row = front.get(i);
    double box = 1;
    for (int k = 0; k < reference.length; k++) {
      box *= reference[k] - row[k];
    }
    List<double[]> common = new ArrayList<>();
    for (double[] other : front.subList(i + 1, front.size())) {
      double[] corner = new double[reference.length];
      Arrays.setAll(corner, k -> Math.max(row[k], other[k]));
      common.add(corner);
    }
    return box - volume(front(common), reference);
  }

  /**
   * Greedily selects rows that together dominate a large volume.
   *
   * @param count the number of rows
   * @return their indices, in the order of selection
   */
  public static int[] choose(double[][] losses, double[] reference, int count) {
    int[] chosen = new int[count];
    boolean[] taken = new boolean[losses.length];
    double[][] kept = new double[0][];
    for (int k = 0; k < count; k++) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      double[][] tried = Arrays.copyOf(kept, k + 1);
      for (int i = 0; i < losses.length; i++) {
        if (!taken[i]) {
          tried[k] = losses[i];
          double volume = of(tried, reference);
          if (best < 0 || volume > most) {
            best = i;
            most = volume;
          }
        }
      }
      taken[best] = true;
      chosen[k] = best;
      tried[k] = losses[best];
      kept = tried;
    }
    return chosen;
  }
}
