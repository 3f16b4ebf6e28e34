// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that a step allocates on the heap, in all threads of this JVM together. */
public final class AllocationMeter {
  private static final int TRIES = 5;

  private AllocationMeter() {}

  /**
   * Measures one step. The minimum of several attempts counts, because the JVM's own threads, such
   * as the compiler, may allocate meanwhile.
   *
   * @param step the step to run, warmed up
   * @param runs the number of runs in each attempt
   * @return bytes for each step
   */
  public static double bytesPerStep(Step step, int runs) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The first call allocates memory that later calls reuse.
    threads.getTotalThreadAllocatedBytes();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long before = threads.getTotalThreadAllocatedBytes();
      for (int done = 0; done < runs; done++) {
        step.run();
      }
      least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
    }
    return (double) least / runs / step.count();
  }
}
