// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The room that the buffers of all predictions and evaluations have together. Where many threads
 * predict large batches at once and there is no more room, they take turns, first come, first
 * served; without that the heap would have to hold the buffers of all of them.
 *
 * <p>A (virtual) thread drops buffers that nobody uses any more; it ends when there are none.
 */
final class BufferRoom {
  /** A quarter of the heap: data, results and weights need theirs too. */
  private static final int SHARE_OF_HEAP = 4;

  private static final long SWEEP_MILLIS = 1_000;

  static final BufferRoom SHARED =
      new BufferRoom(
          Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, SWEEP_MILLIS, Engines::dropIdle);

  /** What the executions of a pool take; it outlives the pool, whose executions then are gone. */
  static final class Account {
    private final WeakReference<ExecutionPool<?>> pool;
    private long used; // guarded by lock

    private Account(ExecutionPool<?> pool) {
      this.pool = new WeakReference<>(pool);
    }
  }

  private final long limit;
  private final long sweepMillis;
  private final BooleanSupplier otherSweep;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Account> accounts = new ArrayList<>(); // guarded by lock
  private final Deque<Condition> queue = new ArrayDeque<>(); // guarded by lock
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private long used; // guarded by lock
  private volatile boolean crowded;
  private volatile int now;

  /**
   * Makes room.
   *
   * @param limit bytes for all executions together; a single one may have more
   * @param sweepMillis what was idle for twice this time is dropped
   * @param otherSweep drops what is idle elsewhere, and returns whether something is left there
   */
  BufferRoom(long limit, long sweepMillis, BooleanSupplier otherSweep) {
    this.limit = limit;
    this.sweepMillis = sweepMillis;
    this.otherSweep = otherSweep;
  }

  /** Opens an account for a pool. */
  Account open(ExecutionPool<?> pool) {
    Account account = new Account(pool);
    lock.lock();
    try {
      accounts.add(account);
    } finally {
      lock.unlock();
    }
    return account;
  }

  // Taking turns

  /** Returns whether somebody waits for room; then everybody takes a turn. */
  boolean isCrowded() {
    return crowded;
  }

  /** Takes an execution of a pool, or makes one as soon as there is room for it. */
  <E> E take(ExecutionPool<E> pool) {
    E free = await(pool);
    if (free != null) {
      return free;
    }
    try {
      return pool.make();
    } catch (RuntimeException | Error e) {
      dropped(pool, 1);
      givenBack();
      throw e;
    }
  }

  /** Waits for an idle execution or, where it returns null, for room for another one. */
  private <E> E await(ExecutionPool<E> pool) {
    lock.lock();
    Condition turn = lock.newCondition();
    queue.add(turn);
    try {
      boolean told = false;
      while (true) {
        if (queue.peek() == turn) {
          E free = pool.takeIdle();
          if (free != null || makeRoom(pool)) {
            return free;
          }
        }
        if (told) {
          turn.awaitUninterruptibly();
        }
        // One may have been given back before this was known: look once more.
        crowded = true;
        told = true;
      }
    } finally {
      queue.remove(turn);
      crowded = !queue.isEmpty();
      wakeFirst();
      lock.unlock();
    }
  }

  private boolean makeRoom(ExecutionPool<?> pool) {
    if (used + pool.bytes() > limit) {
      dropIdleOf(others -> others != pool);
    }
    if (used + pool.bytes() > limit && used > 0) {
      return false;
    }
    used += pool.bytes();
    pool.account().used += pool.bytes();
    return true;
  }

  private void dropIdleOf(Predicate<ExecutionPool<?>> chosen) {
    for (Account account : accounts) {
      ExecutionPool<?> pool = account.pool.get();
      if (pool != null && pool.isLimited() && chosen.test(pool)) {
        pool.clear();
      }
    }
    dropGone();
  }

  private void dropGone() {
    for (Iterator<Account> i = accounts.iterator(); i.hasNext(); ) {
      Account account = i.next();
      if (account.pool.get() == null) {
        used -= account.used;
        i.remove();
      }
    }
  }

  private void wakeFirst() {
    if (!queue.isEmpty()) {
      queue.peek().signal();
    }
  }

  /** To be told when an execution can be taken, or has been dropped. */
  void givenBack() {
    if (crowded) {
      lock.lock();
      try {
        wakeFirst();
      } finally {
        lock.unlock();
      }
    }
    if (!sweeping.getPlain() && sweeping.compareAndSet(false, true)) {
      startSweeping();
    }
  }

  /** To be told when executions of a pool are no more. */
  void dropped(ExecutionPool<?> pool, int count) {
    if (count > 0 && pool.isLimited()) {
      lock.lock();
      try {
        used -= count * pool.bytes();
        pool.account().used -= count * pool.bytes();
        wakeFirst();
      } finally {
        lock.unlock();
      }
    }
  }

  // Sweeping

  /** Returns the number of sweeps so far. */
  int now() {
    return now;
  }

  /** The thread inherits nothing that would keep an application's class loader alive. */
  private void startSweeping() {
    Thread.ofVirtual()
        .name("nyala-sweeper")
        .inheritInheritableThreadLocals(false)
        .start(this::sweepUntilEmpty);
  }

  private void sweepUntilEmpty() {
    try {
      do {
        do {
          Thread.sleep(sweepMillis);
        } while (sweep());
        sweeping.set(false);
        // What was given back before that was seen has nobody else to drop it.
      } while (hasIdle() && sweeping.compareAndSet(false, true));
    } catch (InterruptedException e) {
      sweeping.set(false); // nobody does this; the next one that is given back starts another
    }
  }

  private boolean hasIdle() {
    return pools().stream().anyMatch(ExecutionPool::hasIdle);
  }

  /** Drops what is idle; returns whether there is something left. */
  private boolean sweep() {
    now++;
    boolean left = otherSweep.getAsBoolean();
    for (ExecutionPool<?> pool : pools()) {
      left |= pool.sweep(now);
    }
    return left;
  }

  private List<ExecutionPool<?>> pools() {
    lock.lock();
    try {
      dropGone();
      List<ExecutionPool<?>> pools = new ArrayList<>();
      for (Account account : accounts) {
        ExecutionPool<?> pool = account.pool.get();
        if (pool != null) {
          pools.add(pool);
        }
      }
      return pools;
    } finally {
      lock.unlock();
    }
  }
}
