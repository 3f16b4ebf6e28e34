// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool of a fixed number of threads that execute the numbered chunks of one task at a time; the
 * caller is one of the threads. Each thread has its own range of chunks, which is the same in every
 * run with the same number of chunks, because the data may still be in the caches of its core;
 * fetching them from another core takes several times as long. A thread that has finished its range
 * takes chunks from the ends of the other ranges. A thread that the operating system has
 * descheduled therefore only delays runs that it has started to work on. The caller then waits for
 * about 50 microseconds and sleeps, which leaves its processor to other programs: the system gives
 * the time back later.
 *
 * <p>No more threads work than processors are available to the process at the moment, because
 * threads that take turns on a processor only wait for each other.
 *
 * <p>If the pool is busy with the task of another caller, or is called from inside a chunk, all
 * chunks run in the calling thread. Results must therefore not depend on which thread runs a chunk.
 *
 * <p>A virtual thread never releases its carrier in this class. If many virtual threads call at the
 * same time, each works alone: there are as many carriers as processors, and additional workers
 * would only delay some of them.
 *
 * <p>A call allocates nothing. Threads are daemons. They are started when there is work for them,
 * spin for about 50 microseconds after the last task, then sleep, and end after a second without
 * work. An unused pool therefore has no threads and does not keep the class loader of an undeployed
 * application alive.
 */
public final class WorkerPool implements AutoCloseable {
  /** The state of a worker thread; {@code ENDED} also before its first start. */
  private enum State {
    AWAKE,
    ASLEEP,
    ENDED
  }

  /** A task that is split into chunks. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs one chunk. Called once for each chunk, from any thread of the pool.
     *
     * @param chunk the number of the chunk, from 0
     */
    void run(int chunk);
  }

  private static final long SPIN_NANOS = 50_000;
  private static final long IDLE_NANOS = 1_000_000_000;
  private static final int SPINS_BETWEEN_LOOKS = 16;

  /** The time after two concurrent calls during which callers on virtual threads work alone. */
  private static final long CROWDED_NANOS = 10_000_000;

  // Slots of `words`, far enough apart that no two share a cache line.
  private static final int FINISHED = Stretches.SPACING / 2;
  private static final int BUSY = FINISHED + Stretches.SPACING;
  private static final int AWAITED = BUSY + Stretches.SPACING;
  private static final long NOTHING = -1;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle STATE = stateHandle();

  /**
   * FINISHED counts the chunks that workers have finished in the current job. BUSY is 1 while a job
   * has a caller. AWAITED is the count that a sleeping caller waits for.
   */
  private final long[] words = new long[AWAITED + Stretches.SPACING];

  private final Stretches stretches; // of the caller first
  private final Worker[] workers;
  private volatile boolean closed;
  private volatile long metAt = System.nanoTime() - CROWDED_NANOS;

  // The current job: written before its ranges, read after a claim, which prevents it from ending.
  private Task task;
  private int sharers;
  private long job;

  private volatile Thread sleeper; // the caller, while it sleeps

  private final FirstFailure failures = new FirstFailure();

  private WorkerPool(int threads) {
    words[AWAITED] = NOTHING;
    stretches = new Stretches(threads);
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
    }
  }

  /**
   * Creates a separate pool.
   *
   * @param threads the number of threads that work on a task, including the caller; at least 1
   * @return a pool whose threads start with its first task
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static WorkerPool of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "worker pool: threads must be at least 1 (the caller), got " + threads);
    }
    return new WorkerPool(threads);
  }

  /**
   * Runs work with a separate pool instead of the shared one, for callers that run several tasks
   * concurrently. Threads started by the work use the shared pool.
   *
   * @param pool the pool that {@link #shared} returns to this thread meanwhile
   * @throws X if the work throws it
   */
  public static <R, X extends Throwable> R using(
      WorkerPool pool, ScopedValue.CallableOp<? extends R, X> work) throws X {
    return SharedPool.with(pool, work);
  }

  /**
   * Returns the shared pool, or inside {@link #using} the pool given there. The size of the shared
   * pool is the latest argument of {@link #useThreads}, otherwise the system property {@code
   * nyala.threads}, otherwise the number of available processors.
   *
   * @return the same pool until its size is changed
   * @throws IllegalArgumentException if the system property is not a number of at least 1
   */
  public static WorkerPool shared() {
    return SharedPool.get();
  }

  /**
   * Replaces the shared pool with one of the given size. Tasks that run on the old pool finish
   * there.
   *
   * @param threads the number of threads that work on a task, including the caller; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static void useThreads(int threads) {
    SharedPool.useThreads(threads);
  }

  private static VarHandle stateHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Worker.class, "state", State.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Returns the size of the pool.
   *
   * @return the number of threads that work on a task, including the caller, if the process has as
   *     many processors
   */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs chunks {@code 0} to {@code chunks - 1} of a task and returns when all are done. If chunks
   * fail, the failure of the lowest-numbered one is rethrown; higher chunks may then not have run.
   *
   * @param task the task to run
   * @param chunks the number of its chunks, at most 1,048,575
   * @throws IllegalArgumentException if there are more chunks
   */
  public void run(Task task, int chunks) {
    if (chunks > Stretches.MOST_CHUNKS) {
      throw new IllegalArgumentException(
          "worker pool: a task has at most " + Stretches.MOST_CHUNKS + " chunks, got " + chunks);
    }
    int n = workers.length == 0 ? 1 : Math.min(Math.min(chunks, threads()), Processors.available());
    if (n <= 1 || !acquire()) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        task.run(chunk);
      }
      return;
    }
    Throwable thrown;
    try {
      runTogether(task, chunks, n);
    } finally {
      thrown = failures.take();
      this.task = null;
      WORD.setRelease(words, BUSY, 0L);
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  private boolean acquire() {
    boolean virtual = Thread.currentThread().isVirtual();
    if (virtual && System.nanoTime() - metAt < CROWDED_NANOS) {
      return false;
    }
    if (WORD.compareAndSet(words, BUSY, 0L, 1L)) {
      return true;
    }
    if (virtual) {
      metAt = System.nanoTime();
    }
    return false;
  }

  /** Ends the threads of this pool. Tasks can still be run; the caller then works alone. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker.thread);
    }
  }

  private void runTogether(Task task, int chunks, int n) {
    this.task = task;
    WORD.set(words, FINISHED, 0L);
    sharers = n;
    job++;
    int end = chunks / n;
    stretches.give(0, job, 1, end); // the caller keeps chunk 0, which saves a claim
    for (int i = 1; i < n; i++) {
      int from = end;
      end = (int) ((long) chunks * (i + 1) / n);
      stretches.give(i, job, from, end);
      workers[i - 1].wake();
    }
    runChunk(task, 0);
    awaitOthers(chunks - 1 - claimAndRun(0));
  }

  /** Waits until workers have finished the given number of chunks. */
  private void awaitOthers(long count) {
    if ((long) WORD.getAcquire(words, FINISHED) == count) {
      return;
    }
    boolean virtual = Thread.currentThread().isVirtual();
    long start = System.nanoTime();
    do {
      for (int i = 0; i < SPINS_BETWEEN_LOOKS; i++) {
        Thread.onSpinWait();
        if ((long) WORD.getAcquire(words, FINISHED) == count) {
          return;
        }
      }
      // A virtual thread that slept here, while it holds the pool, would wait for all others.
    } while (virtual || System.nanoTime() - start < SPIN_NANOS);
    sleeper = Thread.currentThread();
    WORD.setVolatile(words, AWAITED, count);
    boolean interrupted = false;
    while ((long) WORD.getVolatile(words, FINISHED) != count) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted(); // an interrupt would prevent sleeping
    }
    WORD.setVolatile(words, AWAITED, NOTHING);
    sleeper = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reports chunks that a worker has finished. */
  private void finish(int done) {
    long finished = (long) WORD.getAndAdd(words, FINISHED, (long) done) + done;
    if ((long) WORD.getVolatile(words, AWAITED) == finished) {
      LockSupport.unpark(sleeper);
    }
  }

  /**
   * Runs chunks of the current job until all are claimed, first those of the thread's own range,
   * and returns their number. The job cannot end before a thread that has run a chunk reports it,
   * so all of them belong to the same job.
   */
  private int claimAndRun(int thread) {
    int done = 0;
    int chunk;
    while ((chunk = stretches.claimFirst(thread)) >= 0) {
      runChunk(task, chunk);
      done++;
    }
    int n = sharers;
    for (int i = 1; i < n; i++) {
      while ((chunk = stretches.claimLast((thread + i) % n)) >= 0) {
        runChunk(task, chunk);
        done++;
      }
    }
    return done;
  }

  private void runChunk(Task task, int chunk) {
    try {
      if (failures.mayRun(chunk)) {
        task.run(chunk);
      }
    } catch (Throwable e) {
      failures.add(chunk, e);
    }
  }

  private final class Worker implements Runnable {
    private final int number;
    private long seen;
    private volatile State state = State.ENDED;
    private volatile Thread thread;

    private Worker(int number) {
      this.number = number;
    }

    /** Makes the thread look for work, without waiting for it. */
    private void wake() {
      State now = state;
      if (now == State.ASLEEP) {
        LockSupport.unpark(thread);
      } else if (now == State.ENDED
          && !closed
          && STATE.compareAndSet(this, State.ENDED, State.AWAKE)) {
        start();
      }
    }

    private void start() {
      try {
        Thread started = new Thread(null, this, "nyala-worker-" + number, 0, false);
        started.setDaemon(true);
        thread = started;
        started.start();
      } catch (OutOfMemoryError e) {
        state = State.ENDED; // the system cannot start a thread: the caller does the work
      }
    }

    @Override
    public void run() {
      do {
        seen = stretches.job(number);
        int done = claimAndRun(number);
        if (done > 0) {
          finish(done);
        }
      } while (awaitsWork());
    }

    /** Waits for the next job; returns false when this thread must end. */
    private boolean awaitsWork() {
      long start = System.nanoTime();
      do {
        for (int i = 0; i < SPINS_BETWEEN_LOOKS; i++) {
          if (stretches.jobSoon(number) != seen) {
            return true;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() - start < SPIN_NANOS);
      state = State.ASLEEP;
      while (stretches.job(number) == seen) {
        long left = IDLE_NANOS - (System.nanoTime() - start);
        if (closed || left <= 0) {
          return !ends();
        }
        Thread.interrupted(); // an interrupt left behind by a task would prevent sleeping
        LockSupport.parkNanos(WorkerPool.this, left);
      }
      state = State.AWAKE;
      return true;
    }

    /** Ends this thread, unless work has arrived and no other thread was started for it. */
    private boolean ends() {
      state = State.ENDED;
      return closed
          || stretches.job(number) == seen
          || !STATE.compareAndSet(this, State.ENDED, State.AWAKE);
    }
  }
}
