// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.base;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Loops that the compiler must compile on their own, never inlined into their callers: see the
 * limits in {@link Simd}. A call through a method handle that is not a constant, such as an element
 * of an array, has this property, and takes 2 ns.
 */
public final class Unit {
  private Unit() {}

  /**
   * Returns a handle with the signature of the one method of {@code type}, which must be public.
   */
  public static <T> MethodHandle of(Class<T> type, T loop) {
    for (Method method : type.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        try {
          return MethodHandles.lookup().unreflect(method).bindTo(loop);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(type + " must be public", e);
        }
      }
    }
    throw new IllegalArgumentException(type + " has no method");
  }

  /** Converts a throwable of a handle, which is never checked here, into an unchecked exception. */
  public static RuntimeException rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }
}
