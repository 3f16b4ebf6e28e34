// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.SplittableRandom;

/** Data for the code of the documents. */
final class Numbers {
  private Numbers() {}

  /** Returns normal numbers, the same in each call. */
  static Tensor normal(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(7);
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, columns), data);
  }
}
