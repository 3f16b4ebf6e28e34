// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The density of points on the unit cube: a mixture of one product of kernels for each observation,
 * and one wide product as the prior. It is the joint ("multivariate") estimator of Optuna 5 with
 * its defaults, on the unit cube:
 *
 * <ul>
 *   <li>numbers: truncated normal kernels as wide as the larger gap to a neighbour, at least {@code
 *       1 / min(100, n + 2)};
 *   <li>ordered cells: the probability of the cell under such a kernel;
 *   <li>labels: {@code 1 + 1 / (n + 1)} for the observed one, {@code 1 / (n + 1)} for the others,
 *       normalised;
 *   <li>weights: the newest 25 observations and the prior have full weight, older ones less, down
 *       to {@code 1 / n}.
 * </ul>
 *
 * <p>J. Bergstra, R. Bardenet, Y. Bengio, B. Kegl: Algorithms for hyper-parameter optimization;
 * NeurIPS 2011. S. Watanabe: Tree-structured Parzen estimator; arXiv 2304.11127.
 */
public final class ParzenEstimator {
  private static final int FULL_WEIGHTS = 25;

  /** A product of this many factors per kernel stays within the range of doubles. */
  private static final int FACTORS = 32;

  /** Terms this far below the largest logarithm of a sum do not change its digits. */
  private static final double NEGLIGIBLE = -50;

  private final Axis[] axes;
  private final int kernels;
  private final double[] weights;

  /** For each kernel, the logarithm of its weight and of all its factors. */
  private final double[] constants;

  /** The kernels by axis; null for labels. */
  private final ParzenKernels[] ordered;

  /** The label of each observation by axis; null for ordered axes. */
  private final int[][] labels;

  /**
   * Fits an estimator.
   *
   * @param axes the axes of the table, in its order
   * @param chosen the axes to use
   * @param rows the observations to use, the newest last; their chosen coordinates must not be NaN
   */
  public ParzenEstimator(Axis[] axes, Observations table, int[] chosen, int[] rows) {
    this(axes, table, chosen, rows, new Memory(axes.length));
  }

  /** A cache of computations that the next estimator can reuse; it does not affect results. */
  public static final class Memory {
    private final ParzenKernels.Memory[] axes;

    /**
     * Creates an empty cache.
     *
     * @param axes the axes of the table
     */
    public Memory(int axes) {
      this.axes = new ParzenKernels.Memory[axes];
      Arrays.setAll(this.axes, i -> new ParzenKernels.Memory());
    }
  }

  /**
   * Fits an estimator after others for the same axes.
   *
   * @param memory the cache of estimators for a similar set of rows
   */
  public ParzenEstimator(Axis[] axes, Observations table, int[] chosen, int[] rows, Memory memory) {
    int n = rows.length;
    this.axes = new Axis[chosen.length];
    this.kernels = n + 1;
    this.weights = Arrays.copyOf(weights(n), kernels);
    weights[n] = 1;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    for (int k = 0; k < kernels; k++) {
      weights[k] /= sum;
    }
    this.ordered = new ParzenKernels[chosen.length];
    this.labels = new int[chosen.length][];
    int[] rank = new int[table.size()];
    Arrays.fill(rank, -1);
    for (int i = 0; i < n; i++) {
      rank[rows[i]] = i;
    }
    for (int c = 0; c < chosen.length; c++) {
      this.axes[c] = axes[chosen[c]];
      double[] column = table.column(chosen[c]);
      if (this.axes[c].ordered()) {
        ordered[c] = kernels(this.axes[c], column, table.order(chosen[c]), rows, rank);
      } else {
        labels[c] = labels(this.axes[c], column, rows);
      }
    }
    this.constants = constants(memory, table.size(), chosen, rows);
  }

  /** Returns the weights of observations by age, the newest last, relative to the prior's 1. */
  static double[] weights(int n) {
    double[] weights = new double[n];
    Arrays.fill(weights, 1);
    int ramp = n - FULL_WEIGHTS;
    for (int i = 0; i < ramp; i++) {
      weights[i] = ramp == 1 ? 1.0 / n : 1.0 / n + i * ((1 - 1.0 / n) / (ramp - 1));
    }
    return weights;
  }

  private static ParzenKernels kernels(
      Axis axis, double[] column, int[] order, int[] rows, int[] rank) {
    double[] means = new double[rows.length + 1];
    int[] sorted = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      means[i] = column[rows[i]];
    }
    int found = 0;
    for (int i = 0; found < rows.length; i++) {
      if (rank[order[i]] >= 0) {
        sorted[found++] = rank[order[i]];
      }
    }
    return new ParzenKernels(axis, means, sorted);
  }

  private static int[] labels(Axis axis, double[] column, int[] rows) {
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = (int) axis.index(column[rows[i]]);
    }
    return labels;
  }

  private double[] constants(Memory memory, int size, int[] chosen, int[] rows) {
    double[] logs = new double[kernels];
    double[] factors = weights.clone();
    int lines = 0;
    int waiting = 1;
    for (int c = 0; c < axes.length; c++) {
      if (ordered[c] == null) {
        continue;
      }
      ParzenKernels.Memory own = memory.axes[chosen[c]];
      own.reserve(size);
      ordered[c].scale(factors, own, rows);
      lines += axes[c].continuous() ? 1 : 0;
      if (++waiting == FACTORS) {
        takeLogs(factors, logs);
        waiting = 0;
      }
    }
    takeLogs(factors, logs);
    for (int k = 0; k < kernels; k++) {
      logs[k] -= lines * Normal.LOG_SQRT_TWO_PI;
    }
    return logs;
  }

  private static void takeLogs(double[] factors, double[] logs) {
    for (int k = 0; k < factors.length; k++) {
      logs[k] += Math.log(factors[k]);
      factors[k] = 1;
    }
  }

  /**
   * Draws points.
   *
   * @return {@code [chosen axes][count]}
   */
  public double[][] sample(RandomGenerator random, int count) {
    double[][] points = new double[axes.length][count];
    for (int i = 0; i < count; i++) {
      int kernel = Picks.weighted(random, weights, kernels);
      for (int c = 0; c < axes.length; c++) {
        double share = Picks.uniform(random);
        points[c][i] =
            ordered[c] != null ? ordered[c].quantile(kernel, share) : label(c, kernel, share);
      }
    }
    return points;
  }

  private double label(int c, int kernel, double share) {
    long count = axes[c].count();
    double other = otherLabel(count, kernel);
    double left = share;
    for (int label = 0; label < count - 1; label++) {
      left -= isObserved(c, kernel, label) ? 1 - (count - 1) * other : other;
      if (left < 0) {
        return axes[c].middle(label);
      }
    }
    return axes[c].middle(count - 1);
  }

  private boolean isObserved(int c, int kernel, int label) {
    return kernel < kernels - 1 && labels[c][kernel] == label;
  }

  /** Returns the probability of a label other than the observed one. */
  private double otherLabel(long count, int kernel) {
    return kernel == kernels - 1 ? 1.0 / count : 1.0 / (kernels + count);
  }

  /**
   * Computes the logarithm of the density at points.
   *
   * @param points {@code [chosen axes][count]}
   */
  public double[] logDensity(double[][] points) {
    int count = points[0].length;
    double[] result = new double[count];
    double[] exponents = new double[kernels];
    double[][][] masses = new double[axes.length][][];
    int[][] whichMass = new int[axes.length][];
    for (int c = 0; c < axes.length; c++) {
      if (ordered[c] != null && !axes[c].continuous()) {
        whichMass[c] = new int[count];
        masses[c] = masses(c, points[c], whichMass[c]);
      }
    }
    for (int i = 0; i < count; i++) {
      System.arraycopy(constants, 0, exponents, 0, kernels);
      for (int c = 0; c < axes.length; c++) {
        if (masses[c] != null) {
          add(exponents, masses[c][whichMass[c][i]]);
        } else if (ordered[c] != null) {
          ordered[c].addExponents(points[c][i], exponents);
        } else {
          addLabels(c, (int) axes[c].index(points[c][i]), exponents);
        }
      }
      result[i] = logOfSum(exponents);
    }
    return result;
  }

  /** The masses of all kernels in the cells that occur among the points, computed once per cell. */
  private double[][] masses(int c, double[] places, int[] which) {
    long[] cells = new long[places.length];
    double[][] masses = new double[places.length][];
    int found = 0;
    for (int i = 0; i < places.length; i++) {
      long cell = axes[c].index(places[i]);
      int k = 0;
      while (k < found && cells[k] != cell) {
        k++;
      }
      if (k == found) {
        cells[found] = cell;
        masses[found] = new double[kernels];
        ordered[c].cellMasses(cell, masses[found++]);
      }
      which[i] = k;
    }
    return masses;
  }

  private static void add(double[] exponents, double[] logs) {
    for (int k = 0; k < exponents.length; k++) {
      exponents[k] += logs[k];
    }
  }

  private void addLabels(int c, int label, double[] exponents) {
    long count = axes[c].count();
    double other = Math.log(otherLabel(count, 0));
    double own = Math.log((kernels + 1.0) / (kernels + count));
    int n = kernels - 1;
    for (int k = 0; k < n; k++) {
      exponents[k] += labels[c][k] == label ? own : other;
    }
    exponents[n] -= Math.log(count);
  }

  private static double logOfSum(double[] logs) {
    double high = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      high = Math.max(high, log);
    }
    if (high == Double.NEGATIVE_INFINITY) {
      return high;
    }
    double sum = 0;
    for (double log : logs) {
      double below = log - high;
      if (below > NEGLIGIBLE) {
        sum += Math.exp(below);
      }
    }
    return high + Math.log(sum);
  }
}
