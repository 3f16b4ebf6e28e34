// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * Times a step: warms up until the time no longer decreases, then takes the median (or minimum) of
 * many short blocks. The same class times Nyala and the peers.
 */
public final class StepTimer {
  /** A block is long enough for the cost of reading the clock (about 25 ns) to be negligible. */
  private static final long BLOCK_NANOS = 50_000;

  private static final int FEWEST_BLOCKS = 5;
  private static final int MOST_BLOCKS = 1 << 16;
  private static final double FASTER = 0.02;

  /** Between two steps of the JIT compiler, a time can stay the same for a second. */
  private static final int WINDOWS_WITHOUT_GAIN = 4;

  private StepTimer() {}

  /**
   * Runs the step until none of the last four medians is 2 % below the least one before, or the
   * time is up.
   *
   * @param step the step
   * @param window the time for each median
   * @param atMost the maximum time of the warm-up
   */
  public static void warmUp(Step step, Duration window, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    double least = medianMicros(step, window);
    int withoutGain = 0;
    while (withoutGain < WINDOWS_WITHOUT_GAIN && System.nanoTime() < deadline) {
      double now = medianMicros(step, window);
      withoutGain = now < (1 - FASTER) * least ? 0 : withoutGain + 1;
      least = Math.min(least, now);
    }
  }

  /**
   * Measures one step.
   *
   * @param step the step to run, warmed up
   * @param budget the time to spend; at least five blocks are run, however long they take
   * @return the median over blocks of the time of one step, in microseconds
   */
  public static double medianMicros(Step step, Duration budget) {
    return median(microsOfBlocks(step, budget));
  }

  /**
   * Measures one step on a shared processor: the time without interference.
   *
   * @param step the step to run, warmed up
   * @param budget the time to spend; at least five blocks are run, however long they take
   * @return the time of one step in the fastest block, in microseconds
   */
  static double leastMicros(Step step, Duration budget) {
    return Arrays.stream(microsOfBlocks(step, budget)).min().orElseThrow();
  }

  private static double[] microsOfBlocks(Step step, Duration budget) {
    int runsPerBlock = runsPerBlock(step);
    double[] micros = new double[64];
    int blocks = 0;
    long deadline = System.nanoTime() + budget.toNanos();
    long start = System.nanoTime();
    while (blocks < FEWEST_BLOCKS || (start < deadline && blocks < MOST_BLOCKS)) {
      for (int i = 0; i < runsPerBlock; i++) {
        step.run();
      }
      long end = System.nanoTime();
      if (blocks == micros.length) {
        micros = Arrays.copyOf(micros, 2 * blocks);
      }
      micros[blocks++] = (end - start) / 1e3 / runsPerBlock / step.count();
      // Growing the array must not be part of the next block's time.
      start = System.nanoTime();
    }
    return Arrays.copyOf(micros, blocks);
  }

  private static int runsPerBlock(Step step) {
    int runs = 1;
    while (true) {
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        step.run();
      }
      if (System.nanoTime() - start >= BLOCK_NANOS) {
        return runs;
      }
      runs *= 2;
    }
  }

  /**
   * Returns the median.
   *
   * @param values at least one value; sorted in place
   * @return the middle value, or the mean of the two in the middle
   */
  static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
