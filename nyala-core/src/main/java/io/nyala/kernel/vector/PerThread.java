// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Work space of which each thread has its own, made when it first asks.
 *
 * <p>A thread may outlive the class loader of these classes: a server keeps its threads when an
 * application is deployed anew. So a thread refers to its work space weakly, and what keeps it
 * alive is a table here. The table has places for more threads than can run at once. A thread that
 * has lost its place to another one keeps its work space until the next garbage collection, and
 * gets a new one after it; thousands of (virtual) threads therefore do not keep thousands of work
 * spaces.
 */
final class PerThread<T> {
  private static final int PLACES =
      Integer.highestOneBit(Math.max(8, 4 * Runtime.getRuntime().availableProcessors()));

  private final ThreadLocal<WeakReference<T>> ofThread = new ThreadLocal<>();
  private final AtomicReferenceArray<T> kept = new AtomicReferenceArray<>(PLACES);
  private final Supplier<T> maker;

  PerThread(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Returns the work space of the calling thread. */
  T get() {
    WeakReference<T> reference = ofThread.get();
    T space = reference == null ? null : reference.get();
    return space != null ? space : make();
  }

  private T make() {
    T space = maker.get();
    ofThread.set(new WeakReference<>(space));
    kept.set((int) Thread.currentThread().threadId() & PLACES - 1, space);
    return space;
  }
}
