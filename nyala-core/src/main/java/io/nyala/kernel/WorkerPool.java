// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed number of threads that work through the numbered chunks of one task at a time; the caller
 * is one of them. Chunks are claimed in ascending order by whoever is free, so a thread that the
 * operating system has put aside delays nobody who has not yet given it work.
 *
 * <p>A pool that is busy with another caller's task, or that is called from inside a chunk, runs
 * all chunks in the calling thread. Results must therefore not depend on who runs a chunk.
 *
 * <p>A call allocates nothing. Threads spin for some 50 microseconds after the last task, then
 * sleep; they are daemons.
 */
public final class WorkerPool implements AutoCloseable {
  /** Work that has been cut into chunks. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs one chunk. Called once for each chunk, from any thread of the pool.
     *
     * @param chunk its number, from 0
     */
    void run(int chunk);
  }

  private static final String THREADS_PROPERTY = "nyala.threads";
  private static final long SPIN_NANOS = 50_000;
  private static final int SPINS_BETWEEN_LOOKS = 16;
  private static final int SPINS_BEFORE_YIELD = 500;
  private static final int NONE = Integer.MAX_VALUE;

  // Slots of `words`, far enough apart that no two share a cache line or a prefetched pair.
  private static final int CLAIM = 16;
  private static final int FINISHED = 48;
  private static final int BUSY = 80;
  private static final int WORDS = 112;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long JOB = 1L << 32;

  private static final Object SHARED_LOCK = new Object();
  private static volatile WorkerPool shared;

  /**
   * CLAIM holds the number of the job in the upper half and how many of its chunks are unclaimed in
   * the lower half, so that a claim against a job that is over always fails. FINISHED counts the
   * chunks that workers have finished in the current job. BUSY is 1 while a job has a caller.
   */
  private final long[] words = new long[WORDS];

  private final Worker[] workers;
  private volatile boolean closed;

  // The current job: written before its number appears in CLAIM, read before a claim succeeds.
  private Task task;
  private int chunks;

  // The failure of the lowest-numbered chunk that failed in the current job.
  private Throwable failure;
  private volatile int failedChunk = NONE;

  private WorkerPool(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("nyala-worker-" + (i + 1));
    }
    for (Worker worker : workers) {
      worker.start();
    }
  }

  /**
   * Starts a pool of its own.
   *
   * @param threads how many threads work on a task, the caller among them; at least 1
   * @return a pool whose threads have been started
   * @throws IllegalArgumentException if there is not even the caller
   */
  public static WorkerPool of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "worker pool: threads must be at least 1 (the caller), got " + threads);
    }
    return new WorkerPool(threads);
  }

  /**
   * Returns the pool that everybody shares. Its size is what {@link #useThreads} said last, else
   * the system property {@code nyala.threads}, else the number of available processors.
   *
   * @return the same pool until its size is changed
   * @throws IllegalArgumentException if the system property is not a number of at least 1
   */
  public static WorkerPool shared() {
    WorkerPool pool = shared;
    return pool != null ? pool : startShared();
  }

  /**
   * Replaces the shared pool by one of the given size. Tasks that run on the old one finish there.
   *
   * @param threads how many threads work on a task, the caller among them; at least 1
   * @throws IllegalArgumentException if there is not even the caller
   */
  public static void useThreads(int threads) {
    synchronized (SHARED_LOCK) {
      WorkerPool old = shared;
      if (old != null && old.threads() == threads) {
        return;
      }
      shared = of(threads);
      if (old != null) {
        old.close();
      }
    }
  }

  private static WorkerPool startShared() {
    synchronized (SHARED_LOCK) {
      if (shared == null) {
        shared = of(defaultThreads());
      }
      return shared;
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
      // told below, together with numbers that are too small
    }
    throw new IllegalArgumentException(
        "system property "
            + THREADS_PROPERTY
            + ": expected a whole number of at least 1, got \""
            + text
            + "\"");
  }

  /**
   * Returns the size of the pool.
   *
   * @return how many threads work on a task, the caller among them
   */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs chunks {@code 0} to {@code chunks - 1} of a task and returns when all are done. When
   * chunks fail, the failure of the lowest-numbered one is thrown again here; higher chunks may
   * then not have been run.
   *
   * @param task what to run
   * @param chunks how many chunks it has
   */
  public void run(Task task, int chunks) {
    if (chunks <= 1 || workers.length == 0 || !WORD.compareAndSet(words, BUSY, 0L, 1L)) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        task.run(chunk);
      }
      return;
    }
    Throwable thrown;
    try {
      runTogether(task, chunks);
    } finally {
      thrown = takeFailure();
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

  /** Ends the threads of this pool. Tasks can still be run; the caller then works alone. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  private void runTogether(Task task, int chunks) {
    this.task = task;
    this.chunks = chunks;
    WORD.set(words, FINISHED, 0L);
    long job = ((long) WORD.get(words, CLAIM) & -JOB) + JOB;
    // The caller keeps chunk 0, which spares it a claim. The store is volatile because a worker
    // that goes to sleep must see it, or else be seen asleep here.
    WORD.setVolatile(words, CLAIM, job | (chunks - 1));
    wake(chunks - 1);
    runChunk(task, 0);
    long others = chunks - 1 - claimAndRun();
    int spins = 0;
    while ((long) WORD.getAcquire(words, FINISHED) != others) {
      if (spins < SPINS_BEFORE_YIELD) {
        spins++;
        Thread.onSpinWait();
      } else {
        Thread.yield(); // the worker may be waiting for this very core
      }
    }
  }

  private void wake(int most) {
    int count = Math.min(most, workers.length);
    for (int i = 0; i < workers.length && count > 0; i++) {
      Worker worker = workers[i];
      if (worker.asleep) {
        LockSupport.unpark(worker);
      }
      count--;
    }
  }

  /**
   * Runs chunks of the current job until none is unclaimed; returns how many. Whoever has run one
   * keeps the job from ending before it reports, so all of them belong to the same job.
   */
  private int claimAndRun() {
    int done = 0;
    while (true) {
      long seen = (long) WORD.getAcquire(words, CLAIM);
      int unclaimed = (int) seen;
      if (unclaimed == 0) {
        return done;
      }
      Task current = task;
      int chunk = chunks - unclaimed;
      if (WORD.compareAndSet(words, CLAIM, seen, seen - 1)) {
        runChunk(current, chunk);
        done++;
      }
    }
  }

  private void runChunk(Task task, int chunk) {
    try {
      if (chunk < failedChunk) {
        task.run(chunk);
      }
    } catch (Throwable e) {
      fail(chunk, e);
    }
  }

  private synchronized void fail(int chunk, Throwable e) {
    if (chunk < failedChunk) {
      failure = e;
      failedChunk = chunk;
    }
  }

  private Throwable takeFailure() {
    if (failedChunk == NONE) {
      return null;
    }
    synchronized (this) {
      Throwable taken = failure;
      failure = null;
      failedChunk = NONE;
      return taken;
    }
  }

  private final class Worker extends Thread {
    private volatile boolean asleep;

    private Worker(String name) {
      super(null, null, name, 0, false);
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        int done = claimAndRun();
        if (done > 0) {
          WORD.getAndAdd(words, FINISHED, (long) done);
        }
        awaitWork();
      }
    }

    private void awaitWork() {
      long start = System.nanoTime();
      do {
        for (int i = 0; i < SPINS_BETWEEN_LOOKS; i++) {
          if ((int) (long) WORD.getOpaque(words, CLAIM) != 0) {
            return;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() - start < SPIN_NANOS);
      asleep = true;
      if ((int) (long) WORD.getVolatile(words, CLAIM) == 0 && !closed) {
        Thread.interrupted(); // an interrupt that a task left behind would keep us from sleeping
        LockSupport.park(WorkerPool.this);
      }
      asleep = false;
    }
  }
}
