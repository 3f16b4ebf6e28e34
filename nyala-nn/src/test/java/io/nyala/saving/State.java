// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import io.nyala.kernel.WorkerPool;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Everything that an object of ours holds, as a text: equal for objects that are set alike. */
final class State {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private State() {}

  static String of(Object object) {
    return String.valueOf(new State().text(object));
  }

  private Object text(Object o) {
    return switch (o) {
      case null -> null;
      case Number n -> n.toString();
      case Boolean b -> b;
      case String s -> s;
      case Enum<?> e -> e.name();
      case Pattern p -> p.pattern();
      case Tensor t -> t.shape() + " " + array(t.toFloats());
      case Variable v -> v.shape();
      case List<?> list -> list.stream().map(each -> String.valueOf(text(each))).toList();
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((k, v) -> sorted.put(String.valueOf(text(k)), String.valueOf(text(v))));
        yield sorted;
      }
      default -> o.getClass().isArray() ? array(o) : fields(o);
    };
  }

  private String array(Object array) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Array.getLength(array); i++) {
      all.append(text(Array.get(array, i))).append(' ');
    }
    return all.toString();
  }

  private Object fields(Object o) {
    Class<?> type = o.getClass();
    if (type.isHidden()) {
      // A function: its class tells where in the code it stands.
      return type.getName();
    }
    if (type.getModule() != State.class.getModule()) {
      return o.toString();
    }
    if (!seen.add(o)) {
      return "seen";
    }
    Map<String, String> all = new TreeMap<>();
    for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
      for (Field f : c.getDeclaredFields()) {
        boolean set = !f.getName().equals("name") && f.getType() != WorkerPool.Task.class;
        if (!Modifier.isStatic(f.getModifiers()) && set) {
          all.put(c.getSimpleName() + "." + f.getName(), String.valueOf(text(value(f, o))));
        }
      }
    }
    return type.getSimpleName() + all;
  }

  private static Object value(Field f, Object o) {
    try {
      f.setAccessible(true);
      return f.get(o);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
