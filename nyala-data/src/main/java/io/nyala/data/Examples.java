// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Inputs with their targets, row by row.
 *
 * @param x the inputs, shape {@code (rows, ...)}
 * @param y the targets, shape {@code (rows, ...)}
 */
public record Examples(Tensor x, Tensor y) {
  /**
   * Pairs inputs with targets.
   *
   * @throws DataException if one of them is a single number, or their first axes differ
   */
  public Examples {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    if (x.shape().rank() == 0 || y.shape().rank() == 0 || x.shape().dim(0) != y.shape().dim(0)) {
      throw new DataException(
          "x and y must have the same number of rows, got x " + x.shape() + " and y " + y.shape());
    }
  }

  /**
   * Returns all rows of one pass in memory, in the order of the pass.
   *
   * @param data batches with one input and one target
   * @throws DataException if there are no batches, or batches without targets
   */
  public static Examples all(BatchSource data) {
    List<Tensor> x = new ArrayList<>();
    List<Tensor> y = new ArrayList<>();
    try (BatchSource.Pass pass = Objects.requireNonNull(data, "data").open(0)) {
      for (Batch batch = pass.next(); batch != null; batch = pass.next()) {
        if (batch.y().isEmpty()) {
          throw new DataException("Examples: the batches have no targets");
        }
        x.add(batch.x().getFirst());
        y.add(batch.y().getFirst());
      }
    }
    if (x.isEmpty()) {
      throw new DataException("Examples: the data have no batches");
    }
    return new Examples(Tensor.concatenate(x, 0), Tensor.concatenate(y, 0));
  }

  /** Returns the number of rows. */
  public int rows() {
    return x.shape().dim(0);
  }

  /** Returns copies of the given rows, in the given order. */
  public Examples rows(int... which) {
    return new Examples(x.rows(which), y.rows(which));
  }

  /** Returns copies of rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Examples range(int from, int to) {
    return new Examples(x.rows(from, to), y.rows(from, to));
  }
}
