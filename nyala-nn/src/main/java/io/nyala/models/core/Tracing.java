// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Allows one thread at a time to trace layers. Layers create their weights on first use, and layers
 * that were frozen when a model was compiled are temporarily frozen again, even if models share
 * them.
 */
public final class Tracing {
  private static final ReentrantLock LOCK = new ReentrantLock();

  private Tracing() {}

  /** Runs an operation while no other thread traces. */
  public static <T> T alone(Supplier<T> work) {
    LOCK.lock();
    try {
      return work.get();
    } finally {
      LOCK.unlock();
    }
  }
}
