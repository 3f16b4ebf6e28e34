// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The principal components of points: the directions along which they differ most.
 *
 * @param vectors {@code (components, dimensions)}, each of length 1, its largest element positive
 * @param shares the share of the variance along each
 * @param mean the mean of the points
 */
record Components(double[][] vectors, double[] shares, double[] mean) {
  /** More directions are followed than wanted, so that the wanted ones settle sooner. */
  private static final int EXTRA = 6;

  private static final int STEPS = 500;
  private static final double SETTLED = 1e-12;
  private static final int BLOCK = 32;

  /**
   * Returns the first components, by repeated multiplication with the covariance of all dimensions.
   *
   * @param points {@code (n, dimensions)}
   * @param wanted the number of components, at most the number of dimensions
   */
  static Components of(float[] points, int dimensions, int wanted) {
    int n = points.length / dimensions;
    double[] mean = new double[dimensions];
    for (int i = 0; i < points.length; i++) {
      mean[i % dimensions] += points[i] / (double) n;
    }
    double[][] covariance = covariance(points, mean, n);
    double total = IntStream.range(0, dimensions).mapToDouble(i -> covariance[i][i]).sum();
    int k = Math.min(dimensions, wanted + EXTRA);
    double[][] q = new double[k][dimensions];
    SplittableRandom random = new SplittableRandom(1);
    for (double[] row : q) {
      for (int i = 0; i < dimensions; i++) {
        row[i] = random.nextDouble() - 0.5;
      }
    }
    orthonormalize(q);
    double before = 0;
    for (int step = 0; step < STEPS; step++) {
      q = times(q, covariance);
      orthonormalize(q);
      double now = 0;
      double[][] image = times(q, covariance);
      for (int i = 0; i < Math.min(wanted, k); i++) {
        now += dot(q[i], image[i]) * (wanted - i);
      }
      if (Math.abs(now - before) <= SETTLED * now) {
        break;
      }
      before = now;
    }
    return found(q, covariance, Math.min(wanted, k), total, mean);
  }

  /** Turns the directions within the space that they span to the components. */
  private static Components found(
      double[][] q, double[][] covariance, int wanted, double total, double[] mean) {
    int k = q.length;
    double[][] image = times(q, covariance);
    double[][] small = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        small[i][j] = dot(q[i], image[j]);
      }
    }
    double[][] turns = diagonalize(small);
    int[] order =
        IntStream.range(0, k)
            .boxed()
            .sorted((a, b) -> Double.compare(small[b][b], small[a][a]))
            .mapToInt(i -> i)
            .toArray();
    double[][] vectors = new double[wanted][];
    double[] shares = new double[wanted];
    for (int c = 0; c < wanted; c++) {
      double[] v = new double[mean.length];
      for (int i = 0; i < k; i++) {
        for (int d = 0; d < v.length; d++) {
          v[d] += turns[i][order[c]] * q[i][d];
        }
      }
      double largest = 0;
      for (double x : v) {
        largest = Math.abs(x) > Math.abs(largest) ? x : largest;
      }
      for (int d = 0; d < v.length && largest < 0; d++) {
        v[d] = -v[d];
      }
      vectors[c] = v;
      shares[c] = total > 0 ? Math.max(0, small[order[c]][order[c]]) / total : 0;
    }
    return new Components(vectors, shares, mean);
  }

  /** Returns where points lie along the components: {@code (n, components)}. */
  float[] place(float[] points) {
    int d = mean.length;
    int k = vectors.length;
    float[] places = new float[points.length / d * k];
    for (int r = 0; r < points.length / d; r++) {
      for (int c = 0; c < k; c++) {
        double sum = 0;
        for (int i = 0; i < d; i++) {
          sum += (points[r * d + i] - mean[i]) * vectors[c][i];
        }
        places[r * k + c] = (float) sum;
      }
    }
    return places;
  }

  /** Each thread computes rows of its own, so that the sums do not depend on their number. */
  private static double[][] covariance(float[] points, double[] mean, int n) {
    int d = mean.length;
    double[][] sums = new double[d][d];
    IntStream.range(0, Math.ceilDiv(d, BLOCK))
        .parallel()
        .forEach(
            block -> {
              double[] row = new double[d];
              for (int r = 0; r < n; r++) {
                for (int i = 0; i < d; i++) {
                  row[i] = points[r * d + i] - mean[i];
                }
                for (int i = block * BLOCK; i < Math.min(d, (block + 1) * BLOCK); i++) {
                  add(sums[i], row, row[i] / n);
                }
              }
            });
    return sums;
  }

  private static void add(double[] to, double[] values, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * values[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[][] times(double[][] rows, double[][] symmetric) {
    double[][] out = new double[rows.length][symmetric.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < symmetric.length; j++) {
        out[i][j] = dot(rows[i], symmetric[j]);
      }
    }
    return out;
  }

  /** Makes rows orthogonal and of length 1; twice, because once leaves rounding errors. */
  private static void orthonormalize(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          add(rows[i], rows[j], -dot(rows[i], rows[j]));
        }
        double length = Math.sqrt(dot(rows[i], rows[i]));
        for (int d = 0; d < rows[i].length; d++) {
          rows[i][d] = length > 1e-300 ? rows[i][d] / length : d == i ? 1 : 0;
        }
      }
    }
  }

  /** Makes a small symmetric matrix diagonal by Jacobi's rotations; returns their product. */
  private static double[][] diagonalize(double[][] a) {
    int n = a.length;
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < 50; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (a[p][q] != 0) {
            rotate(a, v, p, q);
          }
        }
      }
    }
    return v;
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t =
        Math.signum(theta == 0 ? 1 : theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int i = 0; i < a.length; i++) {
      double x = a[i][p];
      double y = a[i][q];
      a[i][p] = c * x - s * y;
      a[i][q] = s * x + c * y;
    }
    for (int i = 0; i < a.length; i++) {
      double x = a[p][i];
      double y = a[q][i];
      a[p][i] = c * x - s * y;
      a[q][i] = s * x + c * y;
      x = v[i][p];
      y = v[i][q];
      v[i][p] = c * x - s * y;
      v[i][q] = s * x + c * y;
    }
  }
}
