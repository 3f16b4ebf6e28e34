// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * Times a step: warm-up until the time no longer falls, then many short blocks, of which the median
 * (or the least) counts. Ours and the peers are timed by this one class.
 */
public final class StepTimer {
  /** A block is long enough for the clock's own cost (about 25 ns) to vanish in it. */
  private static final long BLOCK_NANOS = 50_000;

  private static final int FEWEST_BLOCKS = 5;
  private static final int MOST_BLOCKS = 1 << 16;
  private static final double STABLE = 0.02;

  private StepTimer() {}

  /**
   * Run the step until two medians in a row agree within 2 %, or the time is over.
   *
   * @param step what to run
   * @param window time for each median
   * @param atMost time for the whole warm-up
   */
  public static void warmUp(Step step, Duration window, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    double before = medianMicros(step, window);
    while (System.nanoTime() < deadline) {
      double now = medianMicros(step, window);
      if (Math.abs(now - before) <= STABLE * before) {
        return;
      }
      before = now;
    }
  }

  /**
   * Measure one step.
   *
   * @param step what to run, warmed up
   * @param budget time to spend; at least five blocks are run, whatever they take
   * @return the median over blocks of the time of one step, in microseconds
   */
  public static double medianMicros(Step step, Duration budget) {
    return median(microsOfBlocks(step, budget));
  }

  /**
   * Measure one step where others share the processor: what it takes when nobody is in its way.
   *
   * @param step what to run, warmed up
   * @param budget time to spend; at least five blocks are run, whatever they take
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
      // A grown array must not be part of the next block's time.
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
   * Return the median.
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
