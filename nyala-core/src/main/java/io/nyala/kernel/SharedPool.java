// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/** The pool that all callers share, and its number of threads. */
final class SharedPool {
  private static final String THREADS_PROPERTY = "nyala.threads";
  private static final Object LOCK = new Object();
  private static volatile WorkerPool shared;
  private static final ScopedValue<WorkerPool> OWN = ScopedValue.newInstance();

  private SharedPool() {}

  /** Returns the pool, which the first call creates. */
  static WorkerPool get() {
    if (OWN.isBound()) {
      return OWN.get();
    }
    WorkerPool pool = shared;
    return pool != null ? pool : start();
  }

  /** Runs work with another pool instead of the shared one. */
  static <R, X extends Throwable> R with(
      WorkerPool pool, ScopedValue.CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(OWN, pool).call(work);
  }

  private static WorkerPool start() {
    synchronized (LOCK) {
      if (shared == null) {
        shared = WorkerPool.of(defaultThreads());
      }
      return shared;
    }
  }

  /** Replaces the pool, unless it has this size. */
  static void useThreads(int threads) {
    synchronized (LOCK) {
      WorkerPool old = shared;
      if (old != null && old.threads() == threads) {
        return;
      }
      shared = WorkerPool.of(threads);
      if (old != null) {
        old.close();
      }
    }
  }

  private static int defaultThreads() {
    String text = System.getProperty(THREADS_PROPERTY);
    if (text == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int threads = Integer.parseInt(text.strip());
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers that are too small
    }
    throw new IllegalArgumentException(
        "system property "
            + THREADS_PROPERTY
            + ": expected an integer of at least 1, got \""
            + text
            + "\"");
  }
}
