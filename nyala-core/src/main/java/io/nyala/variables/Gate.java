// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps those who read variables apart from the one who changes them, so that no reader sees half
 * of an update. Any number of threads may be inside; who wants to change something closes the gate,
 * which waits until the last one has left.
 *
 * <p>Neither side starves the other: a closing gate lets no reader in, and those that had to wait
 * go in before it closes again. Entering and leaving take two atomic additions on a counter that
 * few threads share, and allocate nothing; waiting may.
 *
 * <p>A thread must not enter twice, nor close while it is inside; one that has closed the gate may
 * close it again, and enter.
 */
public final class Gate {
  private static final AtomicLong COUNT = new AtomicLong();

  /** Counters of those inside, far enough apart that no two share a prefetched pair of lines. */
  private static final int COUNTERS =
      Integer.highestOneBit(Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 64));

  private static final int SPACING = 16;
  private static final VarHandle COUNTER = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CLOSED = closedField();

  /** Updates take microseconds; a virtual thread that sleeps would wait for all others first. */
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

  /** Returns a number by which several gates are put in order. */
  long number() {
    return number;
  }

  // Reading

  /** Waits until the gate is open, and goes in; {@link #exit} is to follow. */
  public void enter() {
    int at = counter();
    COUNTER.getAndAdd(inside, at, 1L);
    if (closed && !changing.isHeldByCurrentThread()) {
      leave(at);
      awaitOpen(at);
    }
  }

  /** Goes out again. */
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
      // Before anybody can close again, who waits for the waiters to be gone.
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

  /** Closes the gate and waits until no reader is inside; call {@link #open} afterwards. */
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

  /** To be called by who has closed the gate and changes something. */
  public void changed() {
    changes++;
  }

  /** Returns how many changes there were so far, to who has closed the gate. */
  public long changes() {
    return changes;
  }

  /** Keeps others from changing anything, while readers come and go; {@link #release} follows. */
  public void hold() {
    changing.lock();
  }

  /** Ends what {@link #hold} began. */
  public void release() {
    changing.unlock();
  }

  // Rows that wait

  /**
   * Says that a thread is training with rows that lag behind ({@link LateRows}): as long as it
   * does, others take copies and leave the rows as they are, lest the course of training depend on
   * when the variable is read.
   *
   * @param thread null when the training is over
   */
  public void trainer(Thread thread) {
    trainer = thread;
  }

  /** Returns the thread that trains with rows that lag behind, or null. */
  public Thread trainer() {
    return trainer;
  }

  /** Returns whether another thread trains with rows that lag behind. */
  public boolean isLateElsewhere() {
    Thread t = trainer;
    return t != null && t != Thread.currentThread();
  }
}
