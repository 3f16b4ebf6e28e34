// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A pass whose elements a separate thread reads ahead. */
final class PrefetchPass implements BatchSource.Pass {
  /** The output of the thread: an element, or the end of the pass. */
  private record Item(Batch element, Throwable failure) {}

  private final BlockingQueue<Item> queue;
  private final Thread thread;
  private Item end;

  PrefetchPass(BatchSource source, long pass, int elements) {
    queue = new ArrayBlockingQueue<>(elements);
    thread = Thread.ofPlatform().daemon().name("nyala-prefetch").start(() -> read(source, pass));
  }

  private void read(BatchSource source, long number) {
    try {
      Throwable failure = null;
      try (BatchSource.Pass pass = source.open(number)) {
        for (Batch b = pass.next(); b != null; b = pass.next()) {
          queue.put(new Item(b, null));
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      // Sent after closing the source, so that a reader that sees the end can rely on it.
      queue.put(new Item(null, failure));
    } catch (InterruptedException e) {
      // The reader has closed the pass and no longer waits.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Batch next() {
    if (end == null) {
      try {
        Item item = queue.take();
        if (item.element() != null) {
          return item.element();
        }
        end = item;
      } catch (InterruptedException e) {
        throw Failures.interrupted(e);
      }
    }
    if (end.failure() != null) {
      throw Failures.rethrown(end.failure());
    }
    return null;
  }

  @Override
  public void close() {
    thread.interrupt();
    end = end == null ? new Item(null, null) : end;
  }
}
