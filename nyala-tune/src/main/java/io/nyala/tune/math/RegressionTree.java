// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A regression tree that is grown until its leaves hold equal values, each split the one that
 * leaves the smallest squared errors. Numbers are split half way between neighbors, labels one
 * against all others. Only the leaves are kept: boxes that together fill the unit cube.
 *
 * <p>The rules are those of the trees in scikit-learn's {@code RandomForestRegressor} with its
 * defaults.
 */
public final class RegressionTree {
  private static final int DEEPEST = 64;

  /**
   * A box in which the tree has one value.
   *
   * @param low by axis, where it begins
   * @param high by axis, where it ends
   * @param labels by axis, which labels belong to it; null for ordered axes
   * @param value the mean of its observations
   */
  public record Leaf(double[] low, double[] high, boolean[][] labels, double value) {
    /** Returns the share of an axis that the box has. */
    double width(int axis) {
      return labels[axis] == null
          ? high[axis] - low[axis]
          : (double) count(labels[axis]) / labels[axis].length;
    }

    private static int count(boolean[] labels) {
      int count = 0;
      for (boolean label : labels) {
        count += label ? 1 : 0;
      }
      return count;
    }
  }

  private final double[][] columns;
  private final int[] labels;
  private final double[] values;
  private final RandomGenerator random;

  /** All axes, in an order that changes from split to split. */
  private final int[] order;

  /** By axis, the order of rows, as one number for each row: its rank and itself. */
  private final long[][] keys;

  private final List<Leaf> leaves = new ArrayList<>();

  private RegressionTree(
      double[][] columns, int[] labels, double[] values, RandomGenerator random) {
    this.columns = columns;
    this.labels = labels;
    this.values = values;
    this.random = random;
    this.order = IntStream.range(0, columns.length).toArray();
    this.keys = new long[columns.length][];
    for (int axis = 0; axis < columns.length; axis++) {
      keys[axis] = labels[axis] > 0 ? null : keys(columns[axis]);
    }
  }

  private static long[] keys(double[] column) {
    double[] sorted = column.clone();
    Arrays.sort(sorted);
    long[] keys = new long[column.length];
    for (int row = 0; row < keys.length; row++) {
      keys[row] = (long) Arrays.binarySearch(sorted, column[row]) << Integer.SIZE | row;
    }
    return keys;
  }

  /**
   * Grows a tree.
   *
   * @param columns {@code [axes][rows]}, 0 to 1; the number of the label on axes of labels
   * @param labels by axis, the number of labels; 0 for ordered axes
   * @param values by row
   * @param rows the rows to learn from, which may occur several times
   * @param random chooses among splits that are equally good, of which small boxes have many
   */
  public static List<Leaf> grow(
      double[][] columns, int[] labels, double[] values, int[] rows, RandomGenerator random) {
    RegressionTree tree = new RegressionTree(columns, labels, values, random);
    double[] high = new double[columns.length];
    Arrays.fill(high, 1);
    boolean[][] all = new boolean[columns.length][];
    for (int axis = 0; axis < all.length; axis++) {
      if (labels[axis] > 0) {
        all[axis] = new boolean[labels[axis]];
        Arrays.fill(all[axis], true);
      }
    }
    tree.grow(rows, new double[columns.length], high, all, 0);
    return tree.leaves;
  }

  /** A place to split: at a number, or one label against the others. */
  private record Split(int axis, double at, double gain) {}

  private void grow(int[] rows, double[] low, double[] high, boolean[][] in, int depth) {
    double sum = 0;
    boolean equal = true;
    for (int row : rows) {
      sum += values[row];
      equal &= values[row] == values[rows[0]];
    }
    Split best = equal || depth == DEEPEST ? null : best(rows, sum);
    if (best == null) {
      leaves.add(new Leaf(low, high, in, equal ? values[rows[0]] : sum / rows.length));
      return;
    }
    int axis = best.axis();
    double at = best.at();
    boolean byLabel = labels[axis] > 0;
    double[] column = columns[axis];
    int[] left =
        Arrays.stream(rows).filter(r -> byLabel ? column[r] == at : column[r] <= at).toArray();
    int[] right =
        Arrays.stream(rows).filter(r -> byLabel ? column[r] != at : column[r] > at).toArray();
    double[] middleHigh = high.clone();
    double[] middleLow = low.clone();
    boolean[][] one = in.clone();
    boolean[][] others = in.clone();
    if (byLabel) {
      one[axis] = new boolean[labels[axis]];
      one[axis][(int) at] = true;
      others[axis] = in[axis].clone();
      others[axis][(int) at] = false;
    } else {
      middleHigh[axis] = at;
      middleLow[axis] = at;
    }
    grow(left, low, middleHigh, one, depth + 1);
    grow(right, middleLow, high, others, depth + 1);
  }

  private Split best(int[] rows, double sum) {
    Split best = null;
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i, order.length);
      int axis = order[other];
      order[other] = order[i];
      order[i] = axis;
      Split split = labels[axis] > 0 ? ofLabels(axis, rows, sum) : ofNumbers(axis, rows, sum);
      best = split != null && (best == null || split.gain() > best.gain()) ? split : best;
    }
    return best;
  }

  private Split ofNumbers(int axis, int[] rows, double sum) {
    long[] sorted = new long[rows.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = keys[axis][rows[i]];
    }
    Arrays.sort(sorted);
    Split best = null;
    double left = 0;
    for (int i = 1; i < sorted.length; i++) {
      int before = (int) sorted[i - 1];
      int row = (int) sorted[i];
      left += values[before];
      double from = columns[axis][before];
      double to = columns[axis][row];
      double gain = gain(left, i, sum, rows.length);
      if (from < to && (best == null || gain > best.gain())) {
        best = new Split(axis, from + (to - from) / 2, gain);
      }
    }
    return best;
  }

  private Split ofLabels(int axis, int[] rows, double sum) {
    double[] sums = new double[labels[axis]];
    int[] counts = new int[labels[axis]];
    for (int row : rows) {
      sums[(int) columns[axis][row]] += values[row];
      counts[(int) columns[axis][row]]++;
    }
    Split best = null;
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0 && counts[label] < rows.length) {
        double gain = gain(sums[label], counts[label], sum, rows.length);
        best = best == null || gain > best.gain() ? new Split(axis, label, gain) : best;
      }
    }
    return best;
  }

  /** The larger it is, the smaller are the squared errors on both sides together. */
  private static double gain(double left, int count, double sum, int all) {
    double right = sum - left;
    return left * left / count + right * right / (all - count);
  }

  /**
   * Returns how much the leaves vary over the cube, and how much their means along one axis do.
   *
   * @return {@code [axes + 1]}, the variance of the means by axis, and last that of all
   */
  public static double[] variances(List<Leaf> leaves, int axes) {
    double[] volumes = new double[leaves.size()];
    double mean = 0;
    for (int i = 0; i < volumes.length; i++) {
      volumes[i] = 1;
      for (int axis = 0; axis < axes; axis++) {
        volumes[i] *= leaves.get(i).width(axis);
      }
      mean += volumes[i] * leaves.get(i).value();
    }
    double[] variances = new double[axes + 1];
    for (int i = 0; i < volumes.length; i++) {
      double from = leaves.get(i).value() - mean;
      variances[axes] += volumes[i] * from * from;
    }
    for (int axis = 0; axis < axes; axis++) {
      variances[axis] =
          leaves.getFirst().labels()[axis] == null
              ? alongNumbers(leaves, volumes, mean, axis)
              : alongLabels(leaves, volumes, mean, axis);
    }
    return variances;
  }

  /** Follows the axis from one end of a box to the next. */
  private static double alongNumbers(List<Leaf> leaves, double[] volumes, double mean, int axis) {
    double[] ends =
        leaves.stream()
            .flatMapToDouble(l -> Arrays.stream(new double[] {l.low()[axis], l.high()[axis]}))
            .sorted()
            .distinct()
            .toArray();
    double[] change = new double[ends.length];
    for (int i = 0; i < volumes.length; i++) {
      Leaf leaf = leaves.get(i);
      double part = (leaf.value() - mean) * volumes[i] / leaf.width(axis);
      change[Arrays.binarySearch(ends, leaf.low()[axis])] += part;
      change[Arrays.binarySearch(ends, leaf.high()[axis])] -= part;
    }
    double variance = 0;
    double along = 0;
    for (int i = 0; i + 1 < ends.length; i++) {
      along += change[i];
      variance += along * along * (ends[i + 1] - ends[i]);
    }
    return variance;
  }

  private static double alongLabels(List<Leaf> leaves, double[] volumes, double mean, int axis) {
    double[] along = new double[leaves.getFirst().labels()[axis].length];
    for (int i = 0; i < volumes.length; i++) {
      Leaf leaf = leaves.get(i);
      for (int label = 0; label < along.length; label++) {
        if (leaf.labels()[axis][label]) {
          along[label] += (leaf.value() - mean) * volumes[i] / leaf.width(axis);
        }
      }
    }
    double variance = 0;
    for (double each : along) {
      variance += each * each / along.length;
    }
    return variance;
  }
}
