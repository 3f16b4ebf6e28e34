// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;

/**
 * Targets and predictions of one rank.
 *
 * @param yTrue the targets
 * @param yPred the predictions
 */
public record Aligned(Value yTrue, Value yPred) {
  /**
   * Aligns two values whose ranks differ by an axis of 1 at the end, as Keras does: an axis is
   * added to vectors and taken from everything else. Others are returned unchanged.
   */
  public static Aligned of(Value yTrue, Value yPred) {
    return new Aligned(like(yTrue, yPred), like(yPred, yTrue));
  }

  private static Value like(Value x, Value other) {
    Shape s = x.shape();
    Shape o = other.shape();
    if (s.rank() == o.rank() + 1 && s.last() == 1 && o.rank() != 1) {
      return Ops.squeeze(x, -1);
    }
    if (s.rank() == 1 && o.rank() == 2 && o.last() == 1) {
      return Ops.expandDims(x, -1);
    }
    return x;
  }
}
