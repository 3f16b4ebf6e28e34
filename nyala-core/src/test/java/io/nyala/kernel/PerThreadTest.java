// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Work space stays with a platform thread, wanders among virtual ones, and goes when idle. */
class PerThreadTest {
  private final AtomicInteger made = new AtomicInteger();
  private final PerThread<byte[]> spaces =
      new PerThread<>(
          () -> {
            made.incrementAndGet();
            return new byte[1];
          });

  @Test
  void a_platform_thread_keeps_its_own() throws Exception {
    byte[] mine = spaces.get();
    PerThread.sweep();
    System.gc();
    assertThat(spaces.get()).isSameAs(mine);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertThat(other.submit(spaces::get).get()).isNotSameAs(mine);
    }
  }

  @Test
  void virtual_threads_hand_on_what_they_have_used() throws Exception {
    byte[][] used = new byte[2][];
    for (int i = 0; i < 500; i++) {
      int at = Math.min(i, 1);
      Thread.startVirtualThread(
              () -> {
                used[at] = spaces.get();
                assertThat(spaces.get()).isSameAs(used[at]);
                PerThread.leave();
              })
          .join();
    }
    assertThat(used[1]).isSameAs(used[0]);
    assertThat(made.get()).isEqualTo(1);
  }

  @Test
  void those_at_work_at_the_same_time_have_different_ones() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?>[] all = new Future<?>[200];
      for (int i = 0; i < all.length; i++) {
        all[i] =
            threads.submit(
                () -> {
                  byte[] space = spaces.get();
                  assertThat(space[0]++).isZero();
                  Thread.onSpinWait();
                  space[0]--;
                  PerThread.leave();
                });
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  @Test
  void what_is_idle_is_dropped() {
    byte[] first = spaces.get();
    assertThat(PerThread.sweep()).isTrue();
    spaces.get(); // used again
    PerThread.sweep();
    System.gc();
    assertThat(spaces.get()).isSameAs(first);
    first = null;
    PerThread.sweep();
    PerThread.sweep();
    for (int i = 0; i < 50 && made.get() == 1; i++) {
      System.gc();
      spaces.get();
      PerThread.sweep();
      PerThread.sweep();
    }
    assertThat(made.get()).isGreaterThan(1);
  }
}
