// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Separates readers of variables from the one writer, so that no reader sees a partial update. Any
 * number of readers may be inside. A writer closes the gate, which waits until the last reader has
 * left.
 *
 * <p>Neither side starves the other: a closing gate admits no reader, and waiting readers enter
 * before it closes again. Entering and leaving take two atomic additions on a counter that few
 * threads share and allocate nothing; waiting may allocate.
 *
 * <p>A thread must not enter twice, nor close the gate while it is inside. A thread that has closed
 * the gate may close it again, and may enter.
 */
public final class Gate {
  private static final AtomicLong COUNT = new AtomicLong();

  /**
   * Counters of the threads inside, far enough apart that no two share a prefetched pair of lines.
   */
  private static final int COUNTERS =
      Integer.highestOneBit(Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 64));

  private static final int SPACING = 16;
  private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CLOSED = closedField();

  /** Updates take microseconds; a virtual thread that sleeps would first wait for all others. */
  private static final long SPIN_NANOS = 50_000;

  private static final int SPINS_BETWEEN_LOOKS = 16;

  private final long number = COUNT.getAndIncrement();
  private final long[] inside = new long[(COUNTERS + 1) * SPACING];
  private final ReentrantLock changing = new ReentrantLock(true);
  private final ReentrantLock waiting = new ReentrantLock();
  private final Condition opened = waiting.newCondition();
  private final Condition drained = waiting.newCondition();
  private volatile boolean closed;
  private volatile int waiters;
  private Thread closer; // published by closed
  private int closings; // guarded by changing
  private long changes; // guarded by changing
  private volatile Thread trainer;

  /** Creates an open gate. */
  public Gate() {}

  private static VarHandle closedField() {
    try {
      return MethodHandles.lookup().findVarHandle(Gate.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Returns the number that defines the order of several gates. */
  long number() {
    return number;
  }

  // Reading

  /** Waits until the gate is open and enters; {@link #exit} must follow. */
  public void enter() {
    int at = counter();
    COUNTER.getAndAdd(inside, at, 1L);
    if (closed && !changing.isHeldByCurrentThread()) {
      leave(at);
      awaitOpen(at);
    }
  }

  /** Leaves the gate. */
  public void exit() {
    leave(counter());
  }

  private static int counter() {
    return (((int) Thread.currentThread().threadId() & COUNTERS - 1) + 1) * SPACING;
  }

  private void leave(int at) {
    COUNTER.getAndAdd(inside, at, -1L);
    if (closed) {
      LockSupport.unpark(closer);
    }
  }

  private void awaitOpen(int at) {
    long start = System.nanoTime();
    do {
      for (int i = 0; i < SPINS_BETWEEN_LOOKS && closed; i++) {
        Thread.onSpinWait();
      }
      if (!closed) {
        COUNTER.getAndAdd(inside, at, 1L);
        if (!closed) {
          return;
        }
        leave(at);
      }
    } while (System.nanoTime() - start < SPIN_NANOS);
    waiting.lock();
    try {
      waiters++;
      while (closed) {
        opened.awaitUninterruptibly();
      }
      // Before another thread can close the gate again, which waits until the waiters are gone.
      COUNTER.getAndAdd(inside, at, 1L);
      waiters--;
      if (waiters == 0) {
        drained.signalAll();
      }
    } finally {
      waiting.unlock();
    }
  }

  // Changing

  /** Closes the gate and waits until no reader is inside; {@link #open} must follow. */
  public void close() {
    changing.lock();
    if (closings++ > 0) {
      return;
    }
    if (waiters > 0) {
      awaitWaiters();
    }
    closer = Thread.currentThread();
    closed = true;
    for (int at = SPACING; at < inside.length; at += SPACING) {
      awaitEmpty(at);
    }
  }

  private void awaitWaiters() {
    waiting.lock();
    try {
      while (waiters > 0) {
        drained.awaitUninterruptibly();
      }
    } finally {
      waiting.unlock();
    }
  }

  private void awaitEmpty(int at) {
    boolean interrupted = false;
    int spins = 0;
    while ((long) COUNTER.getVolatile(inside, at) != 0) {
      if (spins < SPINS_BETWEEN_LOOKS) {
        spins++;
        Thread.onSpinWait();
      } else {
        interrupted |= Thread.interrupted();
        LockSupport.park(this);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Opens the gate again. */
  public void open() {
    boolean last = --closings == 0;
    if (last) {
      closer = null;
      CLOSED.setRelease(this, false);
    }
    changing.unlock(); // also the fence between opening and looking for waiters
    if (last && waiters > 0) {
      waiting.lock();
      try {
        opened.signalAll();
      } finally {
        waiting.unlock();
      }
    }
  }

  /** Records a change; called by the thread that has closed the gate. */
  public void changed() {
    changes++;
  }

  /** Returns the number of changes so far; called by the thread that has closed the gate. */
  public long changes() {
    return changes;
  }

  /** Prevents changes by other threads but not reads; {@link #release} must follow. */
  public void hold() {
    changing.lock();
  }

  /** Ends the effect of {@link #hold}. */
  public void release() {
    changing.unlock();
  }

  // Late rows

  /**
   * Sets the thread that trains with late rows ({@link LateRows}). While it trains, other threads
   * take copies and leave the rows unchanged, so that the training does not depend on when the
   * variable is read.
   *
   * @param thread the training thread, or null when the training is over
   */
  public void trainer(Thread thread) {
    trainer = thread;
  }

  /** Returns the thread that trains with late rows, or null. */
  public Thread trainer() {
    return trainer;
  }

  /** Returns whether another thread trains with late rows. */
  public boolean isLateElsewhere() {
    Thread t = trainer;
    return t != null && t != Thread.currentThread();
  }
}
