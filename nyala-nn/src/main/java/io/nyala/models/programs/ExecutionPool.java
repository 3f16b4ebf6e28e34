// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A pool of executions of a program. Each has its own buffers and is used by one thread at a time.
 * The pool creates as many as there are concurrent threads, within the {@linkplain BufferRoom
 * memory budget}. Executions that are unused for a while are dropped. Taking and returning an
 * execution do not allocate memory.
 *
 * @param <E> an execution, with the code that loads and reads it
 */
public final class ExecutionPool<E> {
  private static final int PLACES = 64;

  private final Supplier<E> maker;
  private final long bytes;
  private final boolean limited;
  private final BooleanSupplier inUse;
  private final BufferRoom room;
  private final BufferRoom.Account account;
  private final AtomicReferenceArray<E> idle = new AtomicReferenceArray<>(PLACES);
  private final int[] usedAt = new int[PLACES];

  /**
   * Creates an empty pool.
   *
   * @param bytes the size of an execution
   * @param limited whether to wait if the memory budget is exhausted
   * @param inUse returns whether executions are kept even if they are idle
   */
  public ExecutionPool(long bytes, boolean limited, BooleanSupplier inUse, Supplier<E> maker) {
    this(bytes, limited, inUse, maker, BufferRoom.SHARED);
  }

  public ExecutionPool(
      long bytes, boolean limited, BooleanSupplier inUse, Supplier<E> maker, BufferRoom room) {
    this.bytes = bytes;
    this.limited = limited;
    this.inUse = inUse;
    this.maker = maker;
    this.room = room;
    this.account = room.open(this);
  }

  BufferRoom.Account account() {
    return account;
  }

  /** Returns the size of an execution, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Returns whether executions count against the memory budget. */
  boolean isLimited() {
    return limited;
  }

  /** Takes an execution. {@link #giveBack} must always be called afterwards. */
  public E take() {
    if (limited && room.isCrowded()) {
      return room.take(this);
    }
    E free = takeIdle();
    if (free != null) {
      return free;
    }
    return limited ? room.take(this) : make();
  }

  /** Creates an execution for which memory has been reserved. */
  E make() {
    return maker.get();
  }

  /** Takes an idle execution, or returns null. */
  E takeIdle() {
    int home = home();
    for (int i = 0; i < PLACES; i++) {
      int at = home + i & PLACES - 1;
      if (idle.getPlain(at) != null) {
        E free = idle.getAndSet(at, null);
        if (free != null) {
          return free;
        }
      }
    }
    return null;
  }

  /** Gives an execution back. */
  public void giveBack(E execution) {
    if (!keep(execution)) {
      room.dropped(this, 1);
    }
    room.givenBack();
  }

  private boolean keep(E execution) {
    int home = home();
    for (int i = 0; i < PLACES; i++) {
      int at = home + i & PLACES - 1;
      if (idle.getPlain(at) == null) {
        usedAt[at] = room.now();
        if (idle.compareAndSet(at, null, execution)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int home() {
    return (int) Thread.currentThread().threadId() & PLACES - 1;
  }

  /**
   * Drops executions that have been unused for a while.
   *
   * @return whether others are left
   */
  boolean sweep(int now) {
    boolean keepAll = inUse.getAsBoolean();
    int dropped = 0;
    boolean left = false;
    for (int at = 0; at < PLACES; at++) {
      if (idle.get(at) != null) {
        // A recently returned execution may be dropped too, which only costs creating another one.
        if (!keepAll && now - usedAt[at] > 1 && idle.getAndSet(at, null) != null) {
          dropped++;
        } else {
          left = true;
        }
      }
    }
    room.dropped(this, dropped);
    return left;
  }

  /** Returns whether there are idle executions. */
  boolean hasIdle() {
    for (int at = 0; at < PLACES; at++) {
      if (idle.get(at) != null) {
        return true;
      }
    }
    return false;
  }

  /** Drops all idle executions. */
  public void clear() {
    room.dropped(this, takeAll());
  }

  /** Takes all idle executions and returns their number. */
  int takeAll() {
    int taken = 0;
    for (int at = 0; at < PLACES; at++) {
      if (idle.getAndSet(at, null) != null) {
        taken++;
      }
    }
    return taken;
  }
}
