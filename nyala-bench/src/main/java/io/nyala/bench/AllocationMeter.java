// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that a step allocates on the heap, in all threads of this JVM together. */
public final class AllocationMeter {
  private static final int TRIES = 5;

  private AllocationMeter() {}

  /**
   * Measures one step. The least of several tries counts, since the JVM's own threads (the compiler
   * asking for memory, say) may allocate meanwhile.
   *
   * @param step what to run, warmed up
   * @param runs how often the step is run in each try
   * @return bytes for each step
   */
  public static double bytesPerStep(Step step, int runs) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The first call allocates what later calls reuse.
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
