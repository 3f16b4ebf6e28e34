// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StepTimerTest {
  @Test
  void takes_the_middle_of_an_odd_number() {
    assertThat(StepTimer.median(new double[] {9, 1, 5})).isEqualTo(5);
  }

  @Test
  void takes_the_mean_of_the_two_in_the_middle() {
    assertThat(StepTimer.median(new double[] {9, 1, 5, 6})).isEqualTo(5.5);
  }

  @Test
  void measures_a_step_of_known_length() {
    double micros = StepTimer.medianMicros(new Spin(20_000), Duration.ofMillis(50));

    // A busy machine only makes it longer.
    assertThat(micros).isBetween(20.0, 200.0);
  }

  @Test
  void the_least_time_is_that_of_the_fastest_block() {
    Step uneven =
        new Spin(0) {
          @Override
          public void run() {
            // One run in three rests briefly, and each run is a block.
            LockSupport.parkNanos(runs++ % 3 == 0 ? 200_000 : 5_000_000);
          }
        };

    double micros = StepTimer.leastMicros(uneven, Duration.ofMillis(50));

    assertThat(micros).isBetween(200.0, 4_000.0);
  }

  @Test
  void measures_a_slow_step_at_least_five_times() {
    Spin step = new Spin(2_000_000);

    StepTimer.medianMicros(step, Duration.ofNanos(1));

    assertThat(step.runs).isGreaterThanOrEqualTo(5);
  }

  @Test
  void ends_a_warm_up_that_never_settles() {
    Step restless =
        new Spin(0) {
          @Override
          public void run() {
            runs++;
            LockSupport.parkNanos(runs * 1000L);
          }
        };
    long start = System.nanoTime();

    StepTimer.warmUp(restless, Duration.ofMillis(2), Duration.ofMillis(20));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void warms_up_through_a_rest_between_two_gains() {
    Spin compiled =
        new Spin(0) {
          @Override
          public void run() {
            // Two windows of 2 ms a step, two of 1 ms, then for good 0.2 ms.
            runs++;
            LockSupport.parkNanos(runs < 12 ? 2_000_000 : runs < 32 ? 1_000_000 : 200_000);
          }
        };

    StepTimer.warmUp(compiled, Duration.ofMillis(10), Duration.ofSeconds(5));

    assertThat(compiled.runs).isGreaterThan(60);
  }

  @Test
  void finds_the_bytes_that_a_step_allocates() {
    byte[][] kept = new byte[1][];
    Step step =
        new Spin(0) {
          @Override
          public void run() {
            kept[0] = new byte[1000];
          }
        };

    assertThat(AllocationMeter.bytesPerStep(step, 1000)).isBetween(1000.0, 1100.0);
    assertThat(AllocationMeter.bytesPerStep(new Spin(0), 1000)).isLessThan(1);
  }

  /** Spins for a number of nanoseconds. */
  private static class Spin implements Step {
    private final long nanos;
    int runs;

    Spin(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public void run() {
      runs++;
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }

    @Override
    public double witness() {
      return runs;
    }
  }
}
