// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A pass that draws elements at random from a buffer, which is refilled as long as there are more.
 */
final class ShufflePass extends StagePass {
  private final int capacity;
  private final long key;
  private final List<Batch> buffer = new ArrayList<>();
  private long drawn;
  private boolean exhausted;

  ShufflePass(BatchSource.Pass upstream, int capacity, long key) {
    super(upstream);
    this.capacity = capacity;
    this.key = key;
  }

  @Override
  public Batch next() {
    while (!exhausted && buffer.size() < capacity) {
      Batch element = upstream().next();
      if (element == null) {
        exhausted = true;
      } else {
        buffer.add(element);
      }
    }
    if (buffer.isEmpty()) {
      return null;
    }
    int at = Keys.below(buffer.size(), Keys.of(key, drawn++));
    Batch chosen = buffer.get(at);
    Batch last = buffer.remove(buffer.size() - 1);
    if (at < buffer.size()) {
      buffer.set(at, last);
    }
    return chosen;
  }
}
