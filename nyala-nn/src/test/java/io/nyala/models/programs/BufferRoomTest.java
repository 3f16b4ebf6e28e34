// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executions have bounded room together, are shared in turn, and are dropped when idle. */
@Timeout(60)
class BufferRoomTest {
  private static final long NEVER = 3_600_000;

  private static ExecutionPool<byte[]> pool(BufferRoom room, long bytes, Supplier<byte[]> maker) {
    return new ExecutionPool<>(bytes, true, () -> false, maker, room);
  }

  private static ExecutionPool<byte[]> pool(BufferRoom room, long bytes) {
    return pool(room, bytes, () -> new byte[1]);
  }

  @Test
  void no_more_exist_at_a_time_than_there_is_room_for() throws Exception {
    BufferRoom room = new BufferRoom(100, NEVER, () -> false);
    AtomicInteger made = new AtomicInteger();
    ExecutionPool<byte[]> pool =
        pool(
            room,
            30,
            () -> {
              made.incrementAndGet();
              return new byte[1];
            });
    AtomicInteger inUse = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 32; t++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    byte[] taken = pool.take();
                    most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    inUse.decrementAndGet();
                    pool.giveBack(taken);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(made.get()).isLessThanOrEqualTo(3);
    assertThat(room.isCrowded()).isFalse();
  }

  @Test
  void a_single_one_may_be_larger_than_the_room() {
    ExecutionPool<byte[]> pool = pool(new BufferRoom(100, NEVER, () -> false), 1_000);
    byte[] taken = pool.take();
    pool.giveBack(taken);
    assertThat(pool.take()).isSameAs(taken);
  }

  @Test
  void who_waits_gets_what_another_pool_has_idle() throws Exception {
    BufferRoom room = new BufferRoom(100, NEVER, () -> false);
    ExecutionPool<byte[]> first = pool(room, 60);
    ExecutionPool<byte[]> second = pool(room, 60);
    byte[] taken = first.take();
    CountDownLatch done = new CountDownLatch(1);
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  second.giveBack(second.take());
                  done.countDown();
                });
    assertThat(done.await(50, TimeUnit.MILLISECONDS)).isFalse();
    first.giveBack(taken);
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    waiting.join();
    assertThat(first.takeIdle()).as("dropped, to make room").isNull();
  }

  @Test
  void a_failure_to_make_one_gives_the_room_back() {
    BufferRoom room = new BufferRoom(100, NEVER, () -> false);
    ExecutionPool<byte[]> failing =
        pool(
            room,
            100,
            () -> {
              throw new OutOfMemoryError("made up");
            });
    assertThatThrownBy(failing::take).isInstanceOf(OutOfMemoryError.class);
    assertThat(pool(room, 100).take()).isNotNull();
  }

  @Test
  void idle_ones_are_dropped_and_the_room_is_free_again() throws InterruptedException {
    BufferRoom room = new BufferRoom(100, 10, () -> false);
    ExecutionPool<byte[]> pool = pool(room, 100);
    WeakReference<byte[]> execution = new WeakReference<>(useOne(pool));
    assertThat(
            becomesTrue(
                () -> {
                  System.gc();
                  return execution.get() == null;
                }))
        .isTrue();
    assertThat(pool(room, 100).take()).isNotNull();
    assertThat(pool.takeIdle()).isNull();
    int sweeps = room.now();
    Thread.sleep(100);
    assertThat(room.now()).as("the sweeper has ended").isEqualTo(sweeps);
  }

  private static byte[] useOne(ExecutionPool<byte[]> pool) {
    byte[] taken = pool.take();
    pool.giveBack(taken);
    return taken;
  }

  @Test
  void what_a_training_uses_now_and_then_is_kept() throws InterruptedException {
    BufferRoom room = new BufferRoom(100, 1, () -> false);
    ExecutionPool<byte[]> pool = new ExecutionPool<>(10, true, () -> true, () -> new byte[1], room);
    byte[] taken = pool.take();
    pool.giveBack(taken);
    int then = room.now();
    assertThat(becomesTrue(() -> room.now() > then + 5)).isTrue();
    assertThat(pool.takeIdle()).isSameAs(taken);
  }

  /** A model that nobody has any more takes its executions along. */
  @Test
  void a_pool_that_is_gone_takes_no_room() throws InterruptedException {
    BufferRoom room = new BufferRoom(100, NEVER, () -> false);
    leaveOne(room);
    ExecutionPool<byte[]> other = pool(room, 60);
    assertThat(
            becomesTrue(
                () -> {
                  System.gc();
                  byte[] taken = other.take();
                  other.giveBack(taken);
                  return taken != null;
                }))
        .isTrue();
  }

  private static void leaveOne(BufferRoom room) {
    ExecutionPool<byte[]> pool = pool(room, 60);
    pool.giveBack(pool.take());
  }

  private static boolean becomesTrue(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(5);
    }
    return true;
  }
}
