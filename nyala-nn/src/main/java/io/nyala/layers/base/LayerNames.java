// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Automatic names, as Keras forms them: {@code dense}, {@code dense_1}, {@code conv2d}. */
public final class LayerNames {
  private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();

  private LayerNames() {}

  /** Returns the class name in Keras's snake case, for example {@code max_pooling2d}. */
  public static String snakeCase(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** Returns a name that no other layer of this process was given. */
  public static String next(String className) {
    String base = snakeCase(className);
    int n = COUNTS.merge(base, 1, Integer::sum) - 1;
    return n == 0 ? base : base + "_" + n;
  }

  /** Starts counting anew, as Keras's {@code clear_session}. */
  public static void reset() {
    COUNTS.clear();
  }
}
