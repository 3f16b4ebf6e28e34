// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread at a time write down what layers compute. Layers make their weights when they are
 * first asked, and those that were frozen when a model was compiled are for a moment frozen again,
 * also where models share them.
 */
public final class Tracing {
  private static final ReentrantLock LOCK = new ReentrantLock();

  private Tracing() {}

  /** Does something while no other thread traces. */
  public static <T> T alone(Supplier<T> work) {
    LOCK.lock();
    try {
      return work.get();
    } finally {
      LOCK.unlock();
    }
  }
}
