// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.models.programs.Rows;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of data that are read batch by batch: batches of the first pass that have the same
 * shape.
 *
 * @param x inputs
 * @param y targets
 */
public record FirstRows(List<Tensor> x, List<Tensor> y) {
  private static final int ENOUGH = 2048;

  /** Reads from a separate pass, so that training misses no rows. */
  public static FirstRows of(BatchSource source) {
    List<Batch> batches = new ArrayList<>();
    try (BatchSource.Pass pass = source.open(0)) {
      int rows = 0;
      for (Batch b = pass.next(); b != null && rows < ENOUGH; b = pass.next()) {
        if (batches.isEmpty() || signature(b).equals(signature(batches.get(0)))) {
          batches.add(b);
          rows += b.x().get(0).shape().dim(0);
        } else {
          rows = ENOUGH; // sequences of a different length, or the last rows of the pass
        }
      }
    }
    if (batches.isEmpty()) {
      return new FirstRows(List.of(), List.of());
    }
    return new FirstRows(
        Rows.concatenateEach(batches.stream().map(Batch::x).toList()),
        Rows.concatenateEach(batches.stream().map(Batch::y).toList()));
  }

  private static List<Object> signature(Batch batch) {
    List<Object> all = new ArrayList<>();
    batch.x().forEach(t -> all.add(List.of(t.dtype(), t.shape())));
    batch.y().forEach(t -> all.add(List.of(t.dtype(), t.shape())));
    return all;
  }
}
