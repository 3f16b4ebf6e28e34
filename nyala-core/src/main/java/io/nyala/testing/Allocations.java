// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Counts what the calling thread allocates, for tests of code that must not. The compiler takes its
 * time, and until it is done vectors are objects: warm up, and ask again before calling a result a
 * failure. Needs the module {@code jdk.management}, which is there unless an image leaves it out.
 */
public final class Allocations {
  // By reflection, because the engine needs no management modules otherwise.
  // As a handle that returns a primitive, because a boxed answer would be counted too.
  private static final MethodHandle BYTES;

  static {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      Method bytes =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes");
      BYTES = MethodHandles.publicLookup().unreflect(bytes).bindTo(bean);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Allocations() {}

  /**
   * Runs the body {@code warmUp} times, then returns the bytes that it allocates per run, the mean
   * of {@code runs} more.
   */
  public static double perRun(int warmUp, int runs, Runnable body) {
    for (int i = 0; i < warmUp; i++) {
      body.run();
    }
    long nothing = -bytes() + bytes(); // the cost of the measurement itself
    long before = bytes();
    for (int i = 0; i < runs; i++) {
      body.run();
    }
    return (bytes() - before - nothing) / (double) runs;
  }

  private static long bytes() {
    try {
      return (long) BYTES.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
