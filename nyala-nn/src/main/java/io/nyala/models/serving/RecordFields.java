// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.serving;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the components of records by name. Each class is looked into once. */
final class RecordFields {
  private static final ClassValue<Map<String, MethodHandle>> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Map<String, MethodHandle> computeValue(Class<?> type) {
          Map<String, MethodHandle> all = new LinkedHashMap<>();
          for (RecordComponent component : type.getRecordComponents()) {
            all.put(component.getName(), accessor(type, component.getAccessor()));
          }
          return all;
        }
      };

  private RecordFields() {}

  private static MethodHandle accessor(Class<?> type, Method method) {
    if (!method.trySetAccessible()) {
      throw new IllegalArgumentException(
          "the components of record %s cannot be read; add \"opens %s to io.nyala.nn\" to its module"
              .formatted(type.getName(), type.getPackageName()));
    }
    try {
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("record " + type.getName() + " cannot be read", e);
    }
  }

  /** Returns the components of a record, by name in order. */
  static Map<String, MethodHandle> of(Class<?> type) {
    return ACCESSORS.get(type);
  }

  /** Returns the content of a component. */
  static Object read(MethodHandle accessor, Record row) {
    try {
      return (Object) accessor.invokeExact((Object) row);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("an accessor of " + row.getClass().getName() + " failed", e);
    }
  }
}
