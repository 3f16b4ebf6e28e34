// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * The kernels of a Parzen estimator along one ordered axis: normal distributions truncated at 0 and
 * 1, one for each observation and a wide one as the prior.
 */
final class ParzenKernels {
  /** Beyond this number of widths times the root of 2, the truncated mass is below rounding. */
  private static final double NO_TAIL = 5.9;

  final Axis axis;

  /** The means of the kernels by observation; the prior's mean is last. */
  final double[] means;

  /** The reciprocals of their widths. */
  final double[] inverses;

  /** The observations sorted by mean, the prior last. */
  private final int[] sorted;

  /**
   * @param means the mean of each observation, with space for the prior
   * @param sorted the observations sorted by mean, with space for the prior
   */
  ParzenKernels(Axis axis, double[] means, int[] sorted) {
    this.axis = axis;
    this.means = means;
    this.sorted = sorted;
    this.inverses = new double[means.length];
    int n = means.length - 1;
    means[n] = 0.5;
    inverses[n] = 1;
    sorted[n] = n;
    // The width is the larger gap to a neighbour; a single observation uses the ends as neighbours.
    double narrowest = 1.0 / Math.min(100, n + 2);
    double steepest = 1 / narrowest;
    double before = n == 1 ? 0 : Double.NaN;
    double mean = n == 0 ? 0 : means[sorted[0]];
    for (int i = 0; i < n; i++) {
      int k = sorted[i];
      double next = i < n - 1 ? means[sorted[i + 1]] : n == 1 ? 1 : Double.NaN;
      double width = widest(mean - before, next - mean);
      // Among many observations nearly all kernels are as narrow as can be.
      inverses[k] = width <= narrowest ? steepest : 1 / Math.min(width, 1);
      before = mean;
      mean = next;
    }
  }

  /** Returns the larger gap; the one on a side without neighbour is NaN. */
  private static double widest(double left, double right) {
    return left > right || right != right ? left : right;
  }

  /**
   * Multiplies each kernel's factor by the normalization of its density.
   *
   * @param memory the cache of the same axis
   * @param rows the rows of the observations in the table
   */
  void scale(double[] factors, Memory memory, int[] rows) {
    int n = rows.length;
    for (int k = 0; k < n; k++) {
      int row = rows[k];
      if (memory.means[row] != means[k] || memory.inverses[row] != inverses[k]) {
        memory.means[row] = means[k];
        memory.inverses[row] = inverses[k];
        memory.factors[row] = factor(means[k], inverses[k]);
      }
      factors[k] *= memory.factors[row];
    }
    factors[n] *= factor(means[n], inverses[n]);
  }

  private double factor(double mean, double inverse) {
    double inside = 1 - 0.5 * (tail(mean * inverse) + tail((1 - mean) * inverse));
    return (axis.continuous() ? inverse : 1) / inside;
  }

  /**
   * The factors of kernels by row, kept for the next estimator: most kernels of a growing set stay
   * the same.
   */
  static final class Memory {
    private double[] means = {};
    private double[] inverses = {};
    private double[] factors = {};

    void reserve(int rows) {
      if (means.length < rows) {
        int size = Math.max(rows, 2 * means.length);
        means = Arrays.copyOf(means, size);
        inverses = Arrays.copyOf(inverses, size);
        factors = Arrays.copyOf(factors, size);
      }
    }
  }

  private static double tail(double distance) {
    double x = distance * Normal.SQRT_HALF;
    return x > NO_TAIL ? 0 : ErrorFunction.erfc(x);
  }

  /** Adds the exponents of the densities at a position. */
  void addExponents(double place, double[] exponents) {
    double[] m = means;
    double[] s = inverses;
    for (int k = 0; k < m.length; k++) {
      double z = (place - m[k]) * s[k];
      exponents[k] -= 0.5 * z * z;
    }
  }

  /**
   * Computes the logarithms of the probabilities of a cell under the kernels, without truncation.
   */
  void cellMasses(long cell, double[] logMasses) {
    double left = axis.edge(cell);
    double right = axis.edge(cell + 1);
    int previous = -1;
    for (int k : sorted) {
      // On a grid, many observations are equal and adjacent in the order.
      if (previous >= 0 && means[k] == means[previous] && inverses[k] == inverses[previous]) {
        logMasses[k] = logMasses[previous];
      } else {
        logMasses[k] =
            TruncatedNormal.logMass(
                (left - means[k]) * inverses[k], (right - means[k]) * inverses[k]);
      }
      previous = k;
    }
  }

  /** Returns a quantile of a kernel, snapped to the axis. */
  double quantile(int kernel, double share) {
    double mean = means[kernel];
    double inverse = inverses[kernel];
    double z = TruncatedNormal.quantile(share, -mean * inverse, (1 - mean) * inverse);
    return axis.snap(mean + z / inverse);
  }
}
