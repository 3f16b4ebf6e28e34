// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import java.util.ArrayList;
import java.util.List;

/** The elements of the first pass that was read to the end. */
final class Cache {
  private final BatchSource source;
  private volatile List<Batch> elements;

  Cache(BatchSource source) {
    this.source = source;
  }

  BatchSource.Pass open(long pass) {
    List<Batch> kept = elements;
    return kept != null ? new IteratorPass(kept.iterator()) : new FillingPass();
  }

  /** Always pass 0, so that the cached elements do not depend on which pass is read first. */
  private final class FillingPass extends StagePass {
    private final List<Batch> read = new ArrayList<>();

    FillingPass() {
      super(source.open(0));
    }

    @Override
    public Batch next() {
      Batch element = upstream().next();
      if (element != null) {
        read.add(element);
      } else if (elements == null) {
        elements = List.copyOf(read);
      }
      return element;
    }
  }
}
