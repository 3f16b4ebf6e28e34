// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;

/** Several passes of a source, one after the other. */
final class RepeatPass implements BatchSource.Pass {
  private final BatchSource source;
  private final long first;
  private final long times;
  private long done;
  private BatchSource.Pass current;

  RepeatPass(BatchSource source, long first, long times) {
    this.source = source;
    this.first = first;
    this.times = times;
  }

  @Override
  public Batch next() {
    while (done < times) {
      boolean begins = current == null;
      if (begins) {
        current = source.open(first + done);
      }
      Batch element = current.next();
      if (element != null) {
        return element;
      }
      current.close();
      current = null;
      // An empty pass would be repeated forever.
      done = begins ? times : done + 1;
    }
    return null;
  }

  @Override
  public void close() {
    done = times;
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
