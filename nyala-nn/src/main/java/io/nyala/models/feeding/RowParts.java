// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * Inputs in parts of some rows.
 *
 * @param x the inputs, with the same number of rows
 * @param rows the number of rows of a part
 */
public record RowParts(List<Tensor> x, int rows) implements BatchSource {
  @Override
  public Pass open(long pass) {
    return new Pass() {
      private int from;

      @Override
      public Batch next() {
        int start = from;
        int all = x.get(0).shape().dim(0);
        if (start == all) {
          return null;
        }
        from = Math.min(all, start + rows);
        return new Batch(x.stream().map(t -> t.rows(start, from)).toList(), List.of(), List.of());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long size() {
    return (x.get(0).shape().dim(0) + rows - 1) / rows;
  }
}
