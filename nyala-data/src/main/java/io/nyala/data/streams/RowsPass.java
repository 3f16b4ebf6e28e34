// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;

/** A pass over the rows of tensors. */
final class RowsPass implements BatchSource.Pass {
  private final Batch all;
  private final int rows;
  private int next;

  RowsPass(Batch all, int rows) {
    this.all = all;
    this.rows = rows;
  }

  @Override
  public Batch next() {
    return next == rows ? null : Stacking.row(all, next++);
  }
}
