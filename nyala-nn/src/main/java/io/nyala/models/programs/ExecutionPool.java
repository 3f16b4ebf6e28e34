// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Executions of a program, each with its buffers, handed to one thread at a time. As many are made
 * as threads were there at once, as far as there is {@linkplain BufferRoom room}. Those that nobody
 * has taken for a while are dropped. Taking and giving back allocate nothing.
 *
 * @param <E> an execution, with what loads and reads it
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
   * @param bytes of an execution
   * @param limited whether to wait for room where there is none
   * @param inUse returns whether executions are to be kept however long they are idle
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

  /** Returns whether executions need room. */
  boolean isLimited() {
    return limited;
  }

  /** Takes an execution; {@link #giveBack} is to follow, whatever happens. */
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

  /** Makes an execution for which there is room. */
  E make() {
    return maker.get();
  }

  /** Takes an execution that is there, or returns null. */
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
   * Drops executions that nobody has taken for a while.
   *
   * @return whether others are left
   */
  boolean sweep(int now) {
    boolean keepAll = inUse.getAsBoolean();
    int dropped = 0;
    boolean left = false;
    for (int at = 0; at < PLACES; at++) {
      if (idle.get(at) != null) {
        // One that was given back a moment ago may go too, which costs no more than making another.
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

  /** Returns whether there are executions that nobody has. */
  boolean hasIdle() {
    for (int at = 0; at < PLACES; at++) {
      if (idle.get(at) != null) {
        return true;
      }
    }
    return false;
  }

  /** Drops all executions that nobody has. */
  public void clear() {
    room.dropped(this, takeAll());
  }

  /** Takes all executions that nobody has, and returns how many there were. */
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
