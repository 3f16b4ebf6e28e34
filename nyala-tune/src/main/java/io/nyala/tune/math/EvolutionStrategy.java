// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/**
 * The covariance matrix adaptation evolution strategy (CMA-ES) on the unit cube, with an
 * ask-and-tell interface: a normal distribution that moves towards the better half of each
 * generation and adopts its shape.
 *
 * <p>N. Hansen: The CMA evolution strategy, a tutorial; arXiv 1604.00772 (2023), with the defaults
 * of its table 1 and with active (negative) weights.
 */
public final class EvolutionStrategy {
  /** The number of times a point outside the cube is redrawn before it is clipped. */
  private static final int REDRAWS = 100;

  private static final double WIDEST = 1e4;

  /** Keeps steps finite when all points of a generation are equal. */
  private static final double NARROWEST = 1e-18;

  private final int n;
  private final int population;
  private final double[] weights;
  private final double effective;
  private final double pathShare;
  private final double sizeShare;
  private final double damping;
  private final double firstRate;
  private final double otherRate;
  private final double expectedLength;
  private final double[] mean;
  private double size;
  private final double[][] covariance;
  private final double[] sizePath;
  private final double[] shapePath;
  private final double[][] vectors;
  private final double[] deviations;
  private int generation;

  /**
   * Starts in the middle of the cube, with a standard deviation of a sixth of its width.
   *
   * @param axes the number of coordinates, at least 1
   * @param population the number of points per generation, at least 2
   */
  public EvolutionStrategy(int axes, int population) {
    this(axes, population, 0.5, 1.0 / 6);
  }

  EvolutionStrategy(int axes, int population, double start, double size) {
    this.n = axes;
    this.population = population;
    this.size = size;
    int parents = population / 2;
    double[] raw = new double[population];
    double sum = 0;
    double squares = 0;
    double negativeSum = 0;
    double negativeSquares = 0;
    for (int i = 0; i < population; i++) {
      raw[i] = Math.log((population + 1) / 2.0) - Math.log(i + 1);
      if (i < parents) {
        sum += raw[i];
        squares += raw[i] * raw[i];
      } else {
        negativeSum += raw[i];
        negativeSquares += raw[i] * raw[i];
      }
    }
    effective = sum * sum / squares;
    double negativeEffective = negativeSum * negativeSum / negativeSquares;
    pathShare = (4 + effective / n) / (n + 4 + 2 * effective / n);
    sizeShare = (effective + 2) / (n + effective + 5);
    damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (n + 1)) - 1) + sizeShare;
    firstRate = 2 / ((n + 1.3) * (n + 1.3) + effective);
    otherRate =
        Math.min(
            1 - firstRate - 1e-8,
            2 * (effective - 1.75 + 1 / effective) / ((n + 2.0) * (n + 2.0) + effective));
    // The negative weights are limited so that the covariance stays positive definite.
    double most =
        Math.min(
            1 + firstRate / otherRate,
            Math.min(
                1 + 2 * negativeEffective / (effective + 2),
                (1 - firstRate - otherRate) / (n * otherRate)));
    weights = new double[population];
    for (int i = 0; i < population; i++) {
      weights[i] = raw[i] >= 0 ? raw[i] / sum : raw[i] * most / -negativeSum;
    }
    expectedLength = Math.sqrt(n) * (1 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n));
    mean = new double[n];
    Arrays.fill(mean, start);
    covariance = new double[n][n];
    vectors = new double[n][n];
    deviations = new double[n];
    sizePath = new double[n];
    shapePath = new double[n];
    for (int i = 0; i < n; i++) {
      covariance[i][i] = 1;
      vectors[i][i] = 1;
      deviations[i] = 1;
    }
  }

  /** Returns the default number of points per generation: {@code 4 + floor(3 ln(axes))}. */
  public static int usualPopulation(int axes) {
    return 4 + (int) (3 * Math.log(axes));
  }

  /** Returns the number of coordinates. */
  public int axes() {
    return n;
  }

  /** Returns the number of points per generation. */
  public int population() {
    return population;
  }

  /** Returns the mean of the distribution along an axis. */
  public double mean(int axis) {
    return mean[axis];
  }

  /** Returns the standard deviation of the distribution along an axis. */
  public double deviation(int axis) {
    return size * Math.sqrt(covariance[axis][axis]);
  }

  /** Draws a point in the cube. */
  public double[] ask(RandomGenerator random) {
    double[] point = new double[n];
    double[] z = new double[n];
    for (int attempt = 0; attempt <= REDRAWS; attempt++) {
      for (int i = 0; i < n; i++) {
        z[i] = Picks.normal(random) * deviations[i] * size;
      }
      boolean inside = true;
      for (int i = 0; i < n; i++) {
        point[i] = mean[i] + Cholesky.dot(vectors[i], z, n);
        inside &= point[i] >= 0 && point[i] <= 1;
      }
      if (inside) {
        return point;
      }
    }
    for (int i = 0; i < n; i++) {
      point[i] = Math.clamp(point[i], 0, 1);
    }
    return point;
  }

  /**
   * Updates the distribution with a generation.
   *
   * @param points {@code [population][axes]}
   * @param losses {@code [population]}, smaller is better
   */
  public void tell(double[][] points, double[] losses) {
    generation++;
    Integer[] order = new Integer[population];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> losses[i]));
    double[][] steps = new double[population][n];
    double[] step = new double[n];
    for (int k = 0; k < population; k++) {
      for (int i = 0; i < n; i++) {
        steps[k][i] = (points[order[k]][i] - mean[i]) / size;
        step[i] += weights[k] > 0 ? weights[k] * steps[k][i] : 0;
      }
    }
    for (int i = 0; i < n; i++) {
      mean[i] += size * step[i];
    }
    double[] whitened = whitened(step);
    double push = Math.sqrt(sizeShare * (2 - sizeShare) * effective);
    double length = 0;
    for (int i = 0; i < n; i++) {
      sizePath[i] = (1 - sizeShare) * sizePath[i] + push * whitened[i];
      length += sizePath[i] * sizePath[i];
    }
    length = Math.sqrt(length);
    adaptShape(steps, step, length);
    size *= Math.exp(Math.min(1, sizeShare / damping * (length / expectedLength - 1)));
    size = Math.clamp(size, NARROWEST, WIDEST);
    decompose();
  }

  /** Returns the step in whitened coordinates. */
  private double[] whitened(double[] step) {
    double[] along = new double[n];
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += vectors[i][k] * step[i];
      }
      along[k] = sum / deviations[k];
    }
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      result[i] = Cholesky.dot(vectors[i], along, n);
    }
    return result;
  }

  private void adaptShape(double[][] steps, double[] step, double length) {
    double settled = Math.sqrt(1 - Math.pow(1 - sizeShare, 2.0 * generation));
    boolean calm = length / settled < (1.4 + 2 / (n + 1.0)) * expectedLength;
    double push = calm ? Math.sqrt(pathShare * (2 - pathShare) * effective) : 0;
    for (int i = 0; i < n; i++) {
      shapePath[i] = (1 - pathShare) * shapePath[i] + push * step[i];
    }
    double weightSum = 0;
    double[] scaled = new double[population];
    for (int k = 0; k < population; k++) {
      weightSum += weights[k];
      scaled[k] = weights[k];
      if (weights[k] < 0) {
        double[] white = whitened(steps[k]);
        scaled[k] *= n / Math.max(1e-8, Cholesky.dot(white, white, n));
      }
    }
    double lost = calm ? 0 : pathShare * (2 - pathShare);
    double kept = 1 + firstRate * lost - firstRate - otherRate * weightSum;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double outer = 0;
        for (int k = 0; k < population; k++) {
          outer += scaled[k] * steps[k][i] * steps[k][j];
        }
        covariance[i][j] =
            kept * covariance[i][j] + firstRate * shapePath[i] * shapePath[j] + otherRate * outer;
        covariance[j][i] = covariance[i][j];
      }
    }
  }

  private void decompose() {
    double[][] copy = new double[n][];
    Arrays.setAll(copy, i -> covariance[i].clone());
    SymmetricEigen.of(copy, vectors);
    for (int i = 0; i < n; i++) {
      deviations[i] = Math.sqrt(Math.max(copy[i][i], 1e-20));
    }
  }
}
