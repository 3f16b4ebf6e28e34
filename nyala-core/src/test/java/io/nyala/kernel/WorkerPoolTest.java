// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.testing.Allocations;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {
  @Test
  void runs_every_chunk_exactly_once() {
    for (int threads : new int[] {1, 2, 3, 5}) {
      try (WorkerPool pool = WorkerPool.of(threads)) {
        for (int chunks : new int[] {0, 1, 2, 3, 7, 64}) {
          AtomicIntegerArray seen = new AtomicIntegerArray(64);
          pool.run(seen::incrementAndGet, chunks);
          for (int i = 0; i < 64; i++) {
            assertThat(seen.get(i)).as("chunk %d of %d", i, chunks).isEqualTo(i < chunks ? 1 : 0);
          }
        }
      }
    }
  }

  @Test
  void shows_the_work_of_all_chunks_to_the_caller_over_many_runs() {
    try (WorkerPool pool = WorkerPool.of(3)) {
      long[] written = new long[8];
      long[] run = {0};
      WorkerPool.Task task = chunk -> written[chunk] = run[0] * 31 + chunk;
      for (run[0] = 1; run[0] <= 20_000; run[0]++) {
        int chunks = 1 + (int) (run[0] % 8);
        pool.run(task, chunks);
        for (int i = 0; i < chunks; i++) {
          if (written[i] != run[0] * 31 + i) {
            assertThat(written[i]).as("run %d chunk %d", run[0], i).isEqualTo(run[0] * 31 + i);
          }
        }
      }
    }
  }

  @Test
  void wakes_sleeping_workers() throws InterruptedException {
    try (WorkerPool pool = WorkerPool.of(2)) {
      for (int i = 0; i < 5; i++) {
        Thread.sleep(3); // far longer than workers spin
        CountDownLatch both = new CountDownLatch(2);
        pool.run(
            chunk -> {
              both.countDown();
              awaitQuietly(both); // returns only when two threads are in their chunks
            },
            2);
        assertThat(both.getCount()).isZero();
      }
    }
  }

  @Test
  void throws_the_failure_of_the_lowest_chunk_and_stays_usable() {
    for (int threads : new int[] {1, 2, 4}) {
      try (WorkerPool pool = WorkerPool.of(threads)) {
        for (int i = 0; i < 200; i++) {
          assertThatThrownBy(
                  () ->
                      pool.run(
                          chunk -> {
                            if (chunk % 5 == 3) {
                              throw new IllegalStateException("chunk " + chunk);
                            }
                          },
                          32))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage("chunk 3");
          AtomicInteger count = new AtomicInteger();
          pool.run(chunk -> count.incrementAndGet(), 9);
          assertThat(count).hasValue(9);
        }
        assertThatThrownBy(
                () ->
                    pool.run(
                        chunk -> {
                          throw new AssertionError("an error, not an exception");
                        },
                        4))
            .isInstanceOf(AssertionError.class);
      }
    }
  }

  @Test
  void runs_nested_tasks_in_the_calling_chunk() {
    try (WorkerPool pool = WorkerPool.of(2)) {
      for (int i = 0; i < 500; i++) {
        AtomicInteger count = new AtomicInteger();
        pool.run(
            outer -> {
              Thread self = Thread.currentThread();
              pool.run(
                  inner -> {
                    assertThat(Thread.currentThread()).isSameAs(self);
                    count.incrementAndGet();
                  },
                  4);
            },
            4);
        assertThat(count).hasValue(16);
      }
    }
  }

  @Test
  void serves_concurrent_callers() throws InterruptedException {
    try (WorkerPool pool = WorkerPool.of(2)) {
      Thread[] callers = new Thread[4];
      AtomicInteger wrong = new AtomicInteger();
      for (int t = 0; t < callers.length; t++) {
        callers[t] =
            new Thread(
                () -> {
                  int[] seen = new int[16];
                  for (int i = 1; i <= 2_000; i++) {
                    pool.run(chunk -> seen[chunk]++, 16);
                    for (int count : seen) {
                      if (count != i) {
                        wrong.incrementAndGet();
                      }
                    }
                  }
                });
        callers[t].start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(wrong).hasValue(0);
    }
  }

  @Test
  void allocates_nothing_in_a_call() {
    try (WorkerPool pool = WorkerPool.of(2)) {
      float[] sink = new float[256];
      WorkerPool.Task task = chunk -> sink[chunk * 64]++;
      double bytes = Allocations.perRun(30_000, 1_000, () -> pool.run(task, 4));
      assertThat(bytes).isLessThan(1);
      assertThat(sink[0]).isEqualTo(31_000);
    }
  }

  @Test
  void ends_idle_threads_and_starts_them_again() throws InterruptedException {
    try (WorkerPool pool = WorkerPool.of(2)) {
      for (int i = 0; i < 2; i++) {
        assertThat(workerOf(pool)).isNotEqualTo(Thread.currentThread());
        awaitEndOf(workerOf(pool));
      }
    }
  }

  @Test
  void ends_threads_at_close() throws InterruptedException {
    WorkerPool pool = WorkerPool.of(2);
    Thread worker = workerOf(pool);
    pool.close();
    worker.join(500); // less than an idle thread lives
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void an_idle_worker_takes_no_processor_time() throws Exception {
    try (WorkerPool pool = WorkerPool.of(2)) {
      Thread worker = workerOf(pool);
      Thread.sleep(20); // far longer than it spins
      long before = processorNanos(worker);
      Thread.sleep(400);
      long after = processorNanos(worker);
      assertThat(before).isPositive();
      assertThat(after - before).isZero();
    }
  }

  @Test
  void a_caller_sleeps_while_a_worker_has_lost_its_processor() throws Exception {
    try (WorkerPool pool = WorkerPool.of(2)) {
      workerOf(pool);
      Thread caller = Thread.currentThread();
      long before = processorNanos(caller);
      runApart(
          pool,
          () -> {
            if (Thread.currentThread() != caller) {
              LockSupport.parkNanos(300_000_000);
            }
          });
      assertThat(processorNanos(caller) - before).isLessThan(100_000_000);
    }
  }

  @Test
  void an_interrupt_of_a_sleeping_caller_is_kept() {
    try (WorkerPool pool = WorkerPool.of(2)) {
      Thread caller = Thread.currentThread();
      AtomicInteger done = new AtomicInteger();
      runApart(
          pool,
          () -> {
            if (Thread.currentThread() != caller) {
              LockSupport.parkNanos(20_000_000); // until the caller sleeps
              caller.interrupt();
              LockSupport.parkNanos(20_000_000);
            }
            done.incrementAndGet();
          });
      assertThat(done).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void no_more_threads_than_processors_work() {
    int processors = Runtime.getRuntime().availableProcessors();
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    try (WorkerPool pool = WorkerPool.of(3 * processors)) {
      for (int i = 0; i < 20; i++) {
        pool.run(
            chunk -> {
              workers.add(Thread.currentThread());
              LockSupport.parkNanos(100_000); // lets each thread have some
            },
            6 * processors);
      }
    }
    assertThat(workers).hasSizeBetween(1, processors);
  }

  /** By reflection, because this module does not need the module of this interface otherwise. */
  private static long processorNanos(Thread thread) throws ReflectiveOperationException {
    Object bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return (long)
        Class.forName("java.lang.management.ThreadMXBean")
            .getMethod("getThreadCpuTime", long.class)
            .invoke(bean, thread.threadId());
  }

  /** Runs two chunks at the same time. */
  private static void runApart(WorkerPool pool, Runnable work) {
    CountDownLatch both = new CountDownLatch(2);
    pool.run(
        chunk -> {
          both.countDown();
          awaitQuietly(both);
          work.run();
        },
        2);
  }

  /** Returns the thread that ran the chunk which the caller did not run. */
  private static Thread workerOf(WorkerPool pool) {
    Thread[] ranBy = new Thread[2];
    CountDownLatch both = new CountDownLatch(2);
    pool.run(
        chunk -> {
          ranBy[chunk] = Thread.currentThread();
          both.countDown();
          awaitQuietly(both);
        },
        2);
    return ranBy[0] == Thread.currentThread() ? ranBy[1] : ranBy[0];
  }

  private static void awaitEndOf(Thread worker) throws InterruptedException {
    worker.join(10_000);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void works_alone_after_close() {
    WorkerPool pool = WorkerPool.of(2);
    pool.close();
    AtomicInteger count = new AtomicInteger();
    pool.run(chunk -> count.incrementAndGet(), 10);
    assertThat(count).hasValue(10);
  }

  @Test
  void replaces_the_shared_pool_when_the_size_changes() {
    int before = WorkerPool.shared().threads();
    try {
      WorkerPool.useThreads(3);
      WorkerPool three = WorkerPool.shared();
      assertThat(three.threads()).isEqualTo(3);
      WorkerPool.useThreads(3);
      assertThat(WorkerPool.shared()).isSameAs(three);
      WorkerPool.useThreads(1);
      assertThat(WorkerPool.shared().threads()).isEqualTo(1);
    } finally {
      WorkerPool.useThreads(before);
    }
  }

  @Test
  void rejects_a_pool_without_threads() {
    assertThatThrownBy(() -> WorkerPool.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("worker pool: threads must be at least 1 (the caller), got 0");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void work_with_a_pool_of_its_own_leaves_the_shared_one_to_others() throws Exception {
    WorkerPool shared = WorkerPool.shared();
    try (WorkerPool own = WorkerPool.of(1)) {
      WorkerPool[] elsewhere = new WorkerPool[1];
      Thread other = new Thread(() -> elsewhere[0] = WorkerPool.shared());
      WorkerPool inside =
          WorkerPool.using(
              own,
              () -> {
                other.start();
                other.join();
                return WorkerPool.shared();
              });
      assertThat(inside).isSameAs(own);
      assertThat(elsewhere[0]).isSameAs(shared);
    }
    assertThat(WorkerPool.shared()).isSameAs(shared);
  }
}
