// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import java.util.ArrayList;
import java.util.List;

/** A pass that combines elements into batches. */
final class BatchPass extends StagePass {
  private final int rows;
  private final boolean dropRemainder;

  BatchPass(BatchSource.Pass upstream, int rows, boolean dropRemainder) {
    super(upstream);
    this.rows = rows;
    this.dropRemainder = dropRemainder;
  }

  @Override
  public Batch next() {
    List<Batch> elements = new ArrayList<>(rows);
    while (elements.size() < rows) {
      Batch element = upstream().next();
      if (element == null) {
        break;
      }
      elements.add(element);
    }
    boolean nothing = elements.isEmpty() || dropRemainder && elements.size() < rows;
    return nothing ? null : Stacking.stack(elements);
  }
}
