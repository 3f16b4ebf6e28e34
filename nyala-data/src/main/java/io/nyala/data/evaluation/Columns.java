// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.data.DataException;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;

/** Converts the targets and predictions of models to plain arrays. */
final class Columns {
  private Columns() {}

  /** Returns the values of a tensor of shape {@code (n,)} or {@code (n, 1)}. */
  static float[] values(Tensor t, String what) {
    int rank = t.shape().rank();
    if (rank == 0 || t.size() != t.shape().dim(0)) {
      throw new DataException(what + ": expected shape (n,) or (n, 1), got " + t.shape());
    }
    return t.toFloats();
  }

  /**
   * Returns class indices: a column of integers unchanged, or the index of the maximum of each row
   * (one-hot or probabilities).
   */
  static int[] classes(Tensor t, String what) {
    if (t.shape().rank() == 2 && t.shape().last() > 1) {
      for (int i = 0; i < t.size(); i++) {
        if (Float.isNaN(t.at(i))) {
          throw new DataException(
              "%s: row %d has a NaN probability; hint: did training diverge?"
                  .formatted(what, i / t.shape().last()));
        }
      }
      return OneHot.toLabels(t).ints();
    }
    float[] values = values(t, what);
    if (t.dtype() == DType.INT32) {
      return t.ints();
    }
    int[] classes = new int[values.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (int) values[i];
      if (classes[i] != values[i]) {
        throw new DataException(
            "%s: row %d is %s, expected integer class indices; hint: for probabilities of one class"
                    .formatted(what, i, values[i])
                + " use atThreshold");
      }
    }
    return classes;
  }
}
