// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.DataException;
import java.util.Iterator;

/** A pass over the elements of an iterator, which is closed if it is closeable. */
final class IteratorPass implements BatchSource.Pass {
  private final Iterator<Batch> iterator;
  private boolean closed;

  IteratorPass(Iterator<Batch> iterator) {
    this.iterator = iterator;
  }

  @Override
  public Batch next() {
    return closed || !iterator.hasNext() ? null : iterator.next();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (iterator instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new DataException("closing the generator failed: " + e, e);
      }
    }
  }
}
