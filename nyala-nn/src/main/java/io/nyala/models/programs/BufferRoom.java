// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.models.core.Engines;
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
 * The memory budget shared by the buffers of all predictions and evaluations. If many threads
 * predict large batches concurrently and the budget is exhausted, they take turns in order of
 * arrival. Otherwise the heap would have to hold the buffers of all of them.
 *
 * <p>A (virtual) thread drops unused buffers and ends when there are none.
 */
final class BufferRoom {
  /** A quarter of the heap, leaving memory for data, results and weights. */
  private static final int SHARE_OF_HEAP = 4;

  private static final long SWEEP_MILLIS = 1_000;

  static final BufferRoom SHARED =
      new BufferRoom(
          Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, SWEEP_MILLIS, Engines::dropIdle);

  /** The memory used by the executions of a pool. It outlives the pool and its executions. */
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
   * Creates a budget.
   *
   * @param limit bytes for all executions together. A single one may exceed it
   * @param sweepMillis executions that were idle for twice this time are dropped
   * @param otherSweep drops idle resources elsewhere, and returns whether any are left there
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

  /** Returns whether a thread is waiting for memory. If so, all threads take turns. */
  boolean isCrowded() {
    return crowded;
  }

  /** Takes an execution from a pool, or creates one as soon as there is memory for it. */
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

  /** Waits for an idle execution, or for memory for another one, in which case it returns null. */
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
        // One may have been returned before this thread was queued, so check again.
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

  /** Must be called when an execution becomes available or has been dropped. */
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

  /** Must be called when executions of a pool have been dropped. */
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

  /** Starts a thread that inherits nothing that would keep an application's class loader alive. */
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
        // Executions returned before this change was visible have no other thread to drop them.
      } while (hasIdle() && sweeping.compareAndSet(false, true));
    } catch (InterruptedException e) {
      sweeping.set(false); // none sweeps now; the next returned execution starts one
    }
  }

  private boolean hasIdle() {
    return pools().stream().anyMatch(ExecutionPool::hasIdle);
  }

  /** Drops idle executions and returns whether any are left. */
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
