// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * The density of observations on a grid of few cells, smoothed by kernels with a width from Scott's
 * rule, and the divergence of two densities.
 *
 * <p>S. Watanabe, A. Bansal, F. Hutter: PED-ANOVA, efficiently quantifying hyperparameter
 * importance in arbitrary subspaces; IJCAI 2023. D. W. Scott: Multivariate density estimation
 * (1992). The details match Optuna 5.
 */
public final class GridDensity {
  private static final double LEAST = 1e-12;

  /** Ensures that a kernel has at least 90 % of its mass in its cell. */
  private static final double LEAST_WIDTH = 0.5 / 1.64;

  private GridDensity() {}

  /**
   * Returns the density of ordered cells.
   *
   * @param counts the number of observations by cell
   */
  public static double[] ofCells(int[] counts) {
    int n = counts.length;
    double total = Arrays.stream(counts).sum();
    double width = total == 0 ? LEAST_WIDTH : Math.max(scott(counts, total), LEAST_WIDTH);
    double[] density = new double[n];
    for (int cell = 0; cell < n; cell++) {
      if (counts[cell] > 0) {
        add(density, cell, width, counts[cell] / (total + 1));
      }
    }
    add(density, 0.5 * (n - 1), n, 1 / (total + 1));
    return density;
  }

  /**
   * Returns Scott's width for the observations, from the smaller of standard deviation and
   * interquartile range.
   */
  private static double scott(int[] counts, double total) {
    double mean = 0;
    for (int cell = 0; cell < counts.length; cell++) {
      mean += cell * (counts[cell] / total);
    }
    double squares = 0;
    for (int cell = 0; cell < counts.length; cell++) {
      squares += counts[cell] * (cell - mean) * (cell - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, total - 1));
    double low = Math.floor(total / 4);
    double high = Math.floor(total * 3 / 4);
    int first = -1;
    int last = -1;
    double sum = 0;
    for (int cell = 0; cell < counts.length; cell++) {
      sum += counts[cell];
      if (counts[cell] > 0) {
        first = first < 0 && sum >= low ? cell : first;
        // The first cell beyond the upper quartile, or the last cell.
        last = last < 0 || sum - counts[cell] <= high ? cell : last;
      }
    }
    return 1.059 * Math.min((last - first) / 1.34, deviation) * Math.pow(total, -0.2);
  }

  /** Adds a normal kernel that is truncated half a cell beyond both ends. */
  private static void add(double[] density, double mean, double width, double weight) {
    int n = density.length;
    double all = TruncatedNormal.logMass((-0.5 - mean) / width, (n - 0.5 - mean) / width);
    for (int cell = 0; cell < n; cell++) {
      double left = (cell - 0.5 - mean) / width;
      double right = (cell + 0.5 - mean) / width;
      density[cell] += weight * Math.exp(TruncatedNormal.logMass(left, right) - all);
    }
  }

  /**
   * Returns the density of labels.
   *
   * @param counts the number of observations by label
   */
  public static double[] ofLabels(int[] counts) {
    int n = counts.length;
    double total = Arrays.stream(counts).sum();
    long kernels = Arrays.stream(counts).filter(count -> count > 0).count() + 1;
    double[] density = new double[n];
    Arrays.fill(density, 1 / (total + 1) / n);
    for (int label = 0; label < n; label++) {
      double weight = counts[label] / (total + 1) / (kernels + n);
      for (int other = 0; other < n; other++) {
        density[other] += other == label ? weight * (kernels + 1) : weight;
      }
    }
    return density;
  }

  /** Returns the Pearson divergence of a density from another one. */
  public static double divergence(double[] top, double[] base) {
    double sum = 0;
    for (int cell = 0; cell < top.length; cell++) {
      double ratio = (top[cell] + LEAST) / (base[cell] + LEAST) - 1;
      sum += (base[cell] + LEAST) * ratio * ratio;
    }
    return sum;
  }
}
