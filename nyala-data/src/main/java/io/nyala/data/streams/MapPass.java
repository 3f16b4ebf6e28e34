// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A pass that transforms elements: threads work ahead of the reader, which gets the results in
 * order.
 */
final class MapPass extends StagePass {
  /** Elements in progress per thread: one being processed and one waiting. */
  private static final int AHEAD = 2;

  private final Dataset.RandomMap function;
  private final long key;
  private final int window;
  private final ExecutorService workers;
  private final ArrayDeque<Future<Batch>> underWay = new ArrayDeque<>();
  private long position;
  private boolean exhausted;

  MapPass(BatchSource.Pass upstream, Dataset.RandomMap function, long key, int threads) {
    super(upstream);
    this.function = function;
    this.key = key;
    this.window = AHEAD * threads;
    this.workers =
        threads == 0
            ? null
            : Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("nyala-map-", 0).factory());
  }

  @Override
  public Batch next() {
    return workers == null ? changed() : changedAhead();
  }

  private Batch changed() {
    Batch changed = null;
    while (changed == null) {
      Batch element = upstream().next();
      if (element == null) {
        return null;
      }
      changed = function.apply(element, Keys.of(key, position++));
    }
    return changed;
  }

  private Batch changedAhead() {
    Batch changed = null;
    while (changed == null) {
      while (!exhausted && underWay.size() < window) {
        Batch element = upstream().next();
        if (element == null) {
          exhausted = true;
        } else {
          long elementKey = Keys.of(key, position++);
          underWay.add(workers.submit(() -> function.apply(element, elementKey)));
        }
      }
      if (underWay.isEmpty()) {
        return null;
      }
      changed = result(underWay.remove());
    }
    return changed;
  }

  private static Batch result(Future<Batch> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw Failures.rethrown(e.getCause());
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    }
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.shutdownNow();
    }
    exhausted = true;
    underWay.clear();
    super.close();
  }
}
