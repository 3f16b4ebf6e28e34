// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Per-thread work space, created on first use.
 *
 * <p>A thread may outlive the class loader of these classes: a server keeps its threads when an
 * application is redeployed. Threads therefore refer to their work space weakly, and a table here
 * keeps it alive. The table has places for more threads than can run at the same time. A thread
 * that has lost its place to another one keeps its work space until the next garbage collection and
 * gets a new one afterwards. {@link #sweep} drops work space that has not been used for a while.
 *
 * <p>There may be thousands of virtual threads, but only a few run at the same time. They release
 * their work space to others with {@link #leave} after running a program.
 *
 * @param <T> the work space
 */
public final class PerThread<T> {
  private static final int PLACES =
      Integer.highestOneBit(Math.max(8, 4 * Runtime.getRuntime().availableProcessors()));

  /** All instances, one for each kind of work space. */
  private static final List<PerThread<?>> ALL = new CopyOnWriteArrayList<>();

  /** Counts sweeps. */
  private static volatile int now;

  private static final class Space<T> {
    private final T content;
    private volatile int usedAt;

    private Space(T content) {
      this.content = content;
    }
  }

  private final ThreadLocal<WeakReference<Space<T>>> ofThread = new ThreadLocal<>();
  private final AtomicReferenceArray<Space<T>> kept = new AtomicReferenceArray<>(PLACES);
  private final AtomicReferenceArray<Space<T>> free = new AtomicReferenceArray<>(PLACES);
  private final Supplier<T> maker;

  /**
   * Creates a kind of work space.
   *
   * @param maker creates the work space of a thread
   */
  public PerThread(Supplier<T> maker) {
    this.maker = maker;
    ALL.add(this);
  }

  /**
   * Returns the work space of the calling thread.
   *
   * @return the same object at every call, unless it was dropped or released in between
   */
  public T get() {
    WeakReference<Space<T>> reference = ofThread.get();
    Space<T> space = reference == null ? null : reference.get();
    if (space == null) {
      space = make();
    }
    int time = now;
    if (space.usedAt != time) {
      space.usedAt = time;
    }
    return space.content;
  }

  private Space<T> make() {
    boolean virtual = Thread.currentThread().isVirtual();
    Space<T> space = virtual ? takeFree() : null;
    if (space == null) {
      space = new Space<>(maker.get());
    }
    ofThread.set(new WeakReference<>(space));
    if (!virtual) {
      kept.set(place(), space);
    }
    return space;
  }

  private static int place() {
    return (int) Thread.currentThread().threadId() & PLACES - 1;
  }

  private Space<T> takeFree() {
    int first = place();
    for (int i = 0; i < PLACES; i++) {
      int at = first + i & PLACES - 1;
      if (free.getPlain(at) != null) {
        Space<T> space = free.getAndSet(at, null);
        if (space != null) {
          return space;
        }
      }
    }
    return null;
  }

  /**
   * Releases the work space of a virtual thread to other threads; called after it has run a
   * program.
   */
  public static void leave() {
    for (PerThread<?> each : ALL) {
      each.handOn();
    }
  }

  private void handOn() {
    WeakReference<Space<T>> reference = ofThread.get();
    Space<T> space = reference == null ? null : reference.get();
    if (space == null) {
      return;
    }
    ofThread.remove();
    int first = place();
    for (int i = 0; i < PLACES; i++) {
      if (free.compareAndSet(first + i & PLACES - 1, null, space)) {
        return;
      }
    }
  }

  /**
   * Drops work space that was not used since the sweep before the last one.
   *
   * @return whether any work space is left
   */
  public static boolean sweep() {
    int time = now + 1;
    now = time;
    boolean left = false;
    for (PerThread<?> each : ALL) {
      left |= each.sweep(time);
    }
    return left;
  }

  private boolean sweep(int time) {
    boolean keeps = sweep(kept, time);
    return sweep(free, time) || keeps;
  }

  private boolean sweep(AtomicReferenceArray<Space<T>> spaces, int time) {
    boolean left = false;
    for (int i = 0; i < PLACES; i++) {
      Space<T> space = spaces.get(i);
      left |= space != null && (time - space.usedAt <= 1 || !spaces.compareAndSet(i, space, null));
    }
    return left;
  }
}
