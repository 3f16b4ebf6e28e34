// SPDX-License-Identifier: Apache-2.0
package io.nyala.support;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Random;

/** Small made-up data for tests. */
public final class Data {
  private Data() {}

  /** Returns normal numbers. */
  public static Tensor normal(long seed, int rows, int columns) {
    Random random = new Random(seed);
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, columns), data);
  }

  /** Returns the sum of each row's products of neighbours, shape {@code (rows, 1)}. */
  public static Tensor target(Tensor x) {
    int rows = x.shape().dim(0);
    int columns = x.shape().dim(1);
    float[] y = new float[rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 1; c < columns; c++) {
        y[r] += x.at(r * columns + c) * x.at(r * columns + c - 1);
      }
    }
    return Tensor.of(Shape.of(rows, 1), y);
  }
}
