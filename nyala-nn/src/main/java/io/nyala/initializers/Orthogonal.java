// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An orthogonal matrix, uniform among all (Saxe et al. 2014): the orthogonal factor of a matrix of
 * normal numbers, with the signs that make the other factor's diagonal positive. Weights of more
 * axes are seen as matrices with the last axis as columns.
 *
 * @param gain multiplies the matrix, 1 by default
 * @param seed takes the place of any key, or null
 */
public record Orthogonal(double gain, Long seed) implements RandomInitializer {
  /** Checks the gain. */
  public Orthogonal {
    Numbers.finite("Orthogonal", "gain", gain);
  }

  @Override
  public Orthogonal withSeed(long newSeed) {
    return new Orthogonal(gain, newSeed);
  }

  @Override
  public Tensor initialize(Shape shape, long key) {
    if (shape.rank() < 2) {
      throw new ShapeException("Orthogonal: the weight needs at least two axes, got " + shape);
    }
    int columns = shape.last();
    int rows = shape.slice(0, shape.rank() - 1).size();
    RandomStream draws = RandomStream.of(this, key);
    double[][] q = orthonormal(Math.min(rows, columns), Math.max(rows, columns), draws);
    float[] data = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        data[i * columns + j] = (float) (gain * (rows < columns ? q[i][j] : q[j][i]));
      }
    }
    return Tensor.of(shape, data);
  }

  /** Returns {@code count} orthonormal vectors by the method of Gram and Schmidt. */
  private static double[][] orthonormal(int count, int length, RandomStream draws) {
    double[][] q = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < length; k++) {
        q[i][k] = draws.normal(k * count + i);
      }
      // Twice is enough: the second pass takes away what rounding left in the first.
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double along = dot(q[i], q[j]);
          for (int k = 0; k < length; k++) {
            q[i][k] -= along * q[j][k];
          }
        }
      }
      double norm = Math.sqrt(dot(q[i], q[i]));
      for (int k = 0; k < length; k++) {
        q[i][k] /= norm;
      }
    }
    return q;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("seed", seed);
    config.put("gain", gain);
    return config;
  }
}
