// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Automatic names, as Keras forms them: {@code dense}, {@code dense_1}, {@code conv2d}. */
public final class LayerNames {
  private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();
  private static final ScopedValue<Map<String, Integer>> OWN = ScopedValue.newInstance();

  private LayerNames() {}

  /** Returns the class name in Keras's snake case, for example {@code max_pooling2d}. */
  public static String snakeCase(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Does some work in which names are counted from the start, so that what it builds is named alike
   * whatever other threads build meanwhile and whatever was built before.
   *
   * @throws X if the work does
   */
  public static <R, X extends Throwable> R counting(ScopedValue.CallableOp<? extends R, X> work)
      throws X {
    return ScopedValue.<Map<String, Integer>>where(OWN, new ConcurrentHashMap<>()).call(work);
  }

  /** Returns a name that no other layer of this process, or of such work, was given. */
  public static String next(String className) {
    String base = snakeCase(className);
    Map<String, Integer> counts = OWN.isBound() ? OWN.get() : COUNTS;
    int n = counts.merge(base, 1, Integer::sum) - 1;
    return n == 0 ? base : base + "_" + n;
  }

  /** Starts counting anew, as Keras's {@code clear_session}. */
  public static void reset() {
    COUNTS.clear();
  }
}
