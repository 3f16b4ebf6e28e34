// SPDX-License-Identifier: Apache-2.0
package io.nyala.support;

import java.lang.reflect.Method;

/** Counts what the calling thread allocates, for tests of code that must not. */
public final class Allocations {
  // By reflection, because the module under test does not read the management modules.
  private static final Object BEAN;
  private static final Method BYTES;

  static {
    try {
      BEAN =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      BYTES =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes");
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Allocations() {}

  /** Runs the body {@code warmUp} times, then returns the bytes per run over {@code runs} more. */
  public static double perRun(int warmUp, int runs, Runnable body) {
    for (int i = 0; i < warmUp; i++) {
      body.run();
    }
    long nothing = -bytes() + bytes(); // what the question itself costs
    long before = bytes();
    for (int i = 0; i < runs; i++) {
      body.run();
    }
    return (bytes() - before - nothing) / (double) runs;
  }

  private static long bytes() {
    try {
      return (long) BYTES.invoke(BEAN);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
