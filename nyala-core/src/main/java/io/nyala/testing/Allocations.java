// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Measures the allocations of the calling thread, for tests of code that must not allocate. Vectors
 * are objects until the JIT compiler has compiled the code, so warm up, and measure again before
 * treating a result as a failure. Requires the module {@code jdk.management}, which is present
 * unless a custom runtime image omits it.
 */
public final class Allocations {
<<<<<<< ours
  // By reflection, because the engine needs no management modules otherwise.
  // As a handle that returns a primitive, because a boxed answer would be counted too.
  private static final MethodHandle BYTES;
=======
  // By reflection, because the engine does not need management modules otherwise.
  private static final Object BEAN;
  private static final Method BYTES;
>>>>>>> theirs

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
   * Runs the body {@code warmUp} times, then returns the bytes allocated per run, as the mean of
   * {@code runs} more runs.
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
