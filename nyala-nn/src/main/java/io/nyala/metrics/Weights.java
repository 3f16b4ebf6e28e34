// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;

/**
 * Sample weights for values with the same or more axes: each weight applies to a contiguous block
 * of values.
 */
final class Weights {
  private Weights() {}

  /**
   * Returns the number of values per weight.
   *
   * @throws ShapeException if the weights have more axes than the values or other extents
   */
  static int block(String metric, Shape values, Tensor weights) {
    Shape w = weights.shape();
    int rank = w.rank();
    while (rank > 0 && w.dim(rank - 1) == 1) {
      rank--;
    }
    boolean fits = rank <= values.rank();
    for (int i = 0; i < rank && fits; i++) {
      fits = w.dim(i) == values.dim(i);
    }
    if (!fits) {
      throw new ShapeException(
          ("metric \"%s\": sample weights (or mask) %s do not match values of shape %s; weights "
                  + "must have the first axes of the values")
              .formatted(metric, w, values));
    }
    return weights.size() == 0 ? 1 : values.size() / weights.size();
  }
}
