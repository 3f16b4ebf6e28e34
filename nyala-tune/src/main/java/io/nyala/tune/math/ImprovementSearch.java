// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Finds the point of the unit cube with the largest expected improvement under a Gaussian process.
 * It evaluates many evenly distributed points and runs local searches from some promising ones and
 * from the best observation. Continuous axes follow the gradient; cells and labels are compared
 * axis by axis.
 *
 * <p>The numbers of points and local searches are those of Optuna 5.
 */
public final class ImprovementSearch {
  /** Keeps the logarithm of a variance finite. */
  private static final double STABILIZER = 1e-12;

  private static final int CANDIDATES = 2048;
  private static final int CLIMBS = 10;
  private static final double TOLERANCE = 1e-2;
  private static final int ITERATIONS = 200;
  private static final int ROUNDS = 100;

  /** Up to this number of cells, all cells are compared. */
  private static final int FEW_CELLS = 16;

  private final Axis[] axes;
  private final Applicability applicability;
  private final boolean[] idle;
  private final double[] settled;
  private final GaussianProcess process;
  private final double best;
  private final GaussianProcess.Slopes slopes;
  private final int[] lines;

  /**
   * Creates a search.
   *
   * @param applicability the rules of the axes; only active coordinates matter
   * @param best the value to improve on; larger is better
   */
  public ImprovementSearch(
      Axis[] axes, Applicability applicability, GaussianProcess process, double best) {
    this.axes = axes;
    this.applicability = applicability;
    this.idle = new boolean[axes.length];
    this.settled = new double[axes.length];
    this.process = process;
    this.best = best;
    this.slopes = process.new Slopes();
    int count = 0;
    int[] found = new int[axes.length];
    for (int a = 0; a < axes.length; a++) {
      if (axes[a].continuous()) {
        found[count++] = a;
      }
    }
    this.lines = Arrays.copyOf(found, count);
  }

  /**
   * Runs the search.
   *
   * @param incumbent the best observed point
   * @return the point with the largest expected improvement found
   */
  public double[] run(double[] incumbent, RandomGenerator random) {
    int d = axes.length;
    double[] candidates = candidates(random);
    double[] values = values(candidates);
    double[] winner = null;
    double winning = Double.NEGATIVE_INFINITY;
    for (int start : starts(values, random)) {
      double[] point = Arrays.copyOfRange(candidates, start * d, start * d + d);
      double value = climb(point);
      if (winner == null || value > winning) {
        winner = point;
        winning = value;
      }
    }
    double[] point = incumbent.clone();
    if (climb(point) > winning) {
      winner = point;
    }
    applicability.settle(winner, idle);
    return winner;
  }

  private double[] candidates(RandomGenerator random) {
    int d = axes.length;
    double[] points = new double[CANDIDATES * d];
    if (d <= SobolSequence.MOST_DIMENSIONS) {
      SobolSequence.scrambled(d, random).fill(points, CANDIDATES);
    } else {
      Arrays.setAll(points, i -> Picks.uniform(random));
    }
    for (int i = 0; i < points.length; i += d) {
      for (int a = 0; a < d; a++) {
        settled[a] = axes[a].snap(points[i + a]);
      }
      applicability.settle(settled, idle);
      System.arraycopy(settled, 0, points, i, d);
    }
    return points;
  }

  private double[] values(double[] points) {
    double[] means = new double[CANDIDATES];
    double[] variances = new double[CANDIDATES];
    process.posterior(points, CANDIDATES, means, variances);
    double[] values = new double[CANDIDATES];
    for (int i = 0; i < CANDIDATES; i++) {
      values[i] = logImprovement(means[i], variances[i]);
    }
    return values;
  }

  private double logImprovement(double mean, double variance) {
    double deviation = Math.sqrt(variance + STABILIZER);
    return ExpectedImprovement.log((mean - best) / deviation) + Math.log(deviation);
  }

  /**
   * Selects the best candidate, and others with probabilities proportional to their expected
   * improvement.
   */
  private static int[] starts(double[] values, RandomGenerator random) {
    int top = 0;
    for (int i = 1; i < values.length; i++) {
      top = values[i] > values[top] ? i : top;
    }
    double[] weights = new double[values.length];
    int possible = 0;
    for (int i = 0; i < values.length; i++) {
      weights[i] = i == top ? 0 : Math.exp(values[i] - values[top]);
      possible += weights[i] > 0 ? 1 : 0;
    }
    int[] starts = new int[1 + Math.min(CLIMBS - 2, possible)];
    starts[0] = top;
    for (int k = 1; k < starts.length; k++) {
      starts[k] = Picks.weighted(random, weights, weights.length);
      weights[starts[k]] = 0;
    }
    return starts;
  }

  /**
   * Returns the logarithm of the expected improvement at a point.
   *
   * @param gradient receives its derivatives with respect to the coordinates
   */
  double value(double[] point, double[] gradient) {
    System.arraycopy(point, 0, settled, 0, settled.length);
    applicability.settle(settled, idle);
    slopes.at(settled);
    double deviation = Math.sqrt(slopes.variance + STABILIZER);
    double z = (slopes.mean - best) / deviation;
    double log = ExpectedImprovement.log(z);
    double slope = ExpectedImprovement.slope(z, log);
    for (int a = 0; a < gradient.length; a++) {
      double deviationSlope = slopes.varianceSlope[a] / (2 * deviation);
      gradient[a] =
          idle[a]
              ? 0
              : (slope * (slopes.meanSlope[a] - z * deviationSlope) + deviationSlope) / deviation;
    }
    return log + Math.log(deviation);
  }

  private double value(double[] point) {
    System.arraycopy(point, 0, settled, 0, settled.length);
    applicability.settle(settled, idle);
    return logImprovement(process.mean(settled), process.variance(settled));
  }

  /** Moves a point to a local maximum. Returns the value there. */
  private double climb(double[] point) {
    double value = value(point);
    for (int round = 0; round < ROUNDS; round++) {
      double before = value;
      value = climbLines(point, value);
      for (int a = 0; a < axes.length; a++) {
        if (!axes[a].continuous()) {
          value = climbCells(point, a, value);
        }
      }
      if (lines.length == axes.length || !(value > before)) {
        break;
      }
    }
    return value;
  }

  /** Climbs along the gradient, on axes that are rescaled by their length scales. */
  private double climbLines(double[] point, double value) {
    if (lines.length == 0) {
      return value;
    }
    int m = lines.length;
    double[] start = new double[m];
    double[] stretch = new double[m];
    double[] high = new double[m];
    for (int i = 0; i < m; i++) {
      stretch[i] = Math.sqrt(process.parameters().inverseSquares()[lines[i]]);
      start[i] = point[lines[i]] * stretch[i];
      high[i] = stretch[i];
    }
    double[] trial = point.clone();
    double[] gradient = new double[axes.length];
    double loss =
        BoxMinimizer.minimize(
            (z, g) -> {
              for (int i = 0; i < m; i++) {
                trial[lines[i]] = Math.clamp(z[i] / stretch[i], 0, 1);
              }
              double log = value(trial, gradient);
              for (int i = 0; i < m; i++) {
                g[i] = -gradient[lines[i]] / stretch[i];
              }
              return -log;
            },
            start,
            new double[m],
            high,
            TOLERANCE,
            ITERATIONS);
    if (!(-loss > value)) {
      return value;
    }
    for (int i = 0; i < m; i++) {
      point[lines[i]] = Math.clamp(start[i] / stretch[i], 0, 1);
    }
    return -loss;
  }

  private double climbCells(double[] point, int axis, double value) {
    long count = axes[axis].count();
    long here = axes[axis].index(point[axis]);
    double[] found = {value};
    long cell = here;
    if (!axes[axis].ordered() || count <= FEW_CELLS) {
      for (long other = 0; other < count; other++) {
        cell = better(point, axis, cell, other, found);
      }
    } else {
      // Halves the step whenever neither side is better.
      for (long step = count / 4; step > 0; ) {
        long from = cell;
        cell = better(point, axis, cell, Math.max(from - step, 0), found);
        cell = better(point, axis, cell, Math.min(from + step, count - 1), found);
        if (cell == from) {
          step /= 2;
        }
      }
    }
    point[axis] = axes[axis].middle(cell);
    return found[0];
  }

  private long better(double[] point, int axis, long cell, long other, double[] found) {
    if (other == cell) {
      return cell;
    }
    point[axis] = axes[axis].middle(other);
    double value = value(point);
    if (value > found[0]) {
      found[0] = value;
      return other;
    }
    return cell;
  }
}
