// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Replaces every value of a structure, such as a JSON object, by other values: null, numbers of all
 * kinds, strings, lists, objects, and deeply nested values.
 */
public final class StructureFuzz {
  private static final int DEEP = 150;

  private StructureFuzz() {}

  /**
   * Generates every variant of a structure.
   *
   * @param form maps, lists and values; not modified
   * @param variants receives the path of the replaced value, its replacement, and a changed copy
   */
  public static void forEach(
      Map<String, ?> form, BiConsumer<String, Map<String, Object>> variants) {
    for (List<Object> path : paths(form)) {
      for (Object value : values()) {
        String said = String.valueOf(value);
        String shown = said.length() > 40 ? said.substring(0, 40) + "..." : said;
        variants.accept(path + " = " + shown, replaced(form, path, value));
      }
    }
  }

  private static List<Object> values() {
    Object deep = 1;
    for (int i = 0; i < DEEP; i++) {
      deep = List.of(deep);
    }
    // Lists may hold null here, which List.of refuses.
    return Arrays.asList(
        null,
        0,
        -1,
        0.5,
        1 << 30,
        1L << 40,
        1e300,
        Double.NaN,
        true,
        "",
        "x",
        List.of(),
        Arrays.asList(null, null, null, null),
        List.of("x", 0, 0, Map.of()),
        Map.of(),
        Map.of("class_name", "x", "config", Map.of()),
        deep);
  }

  private static List<List<Object>> paths(Object form) {
    List<List<Object>> all = new ArrayList<>();
    collect(form, List.of(), all);
    return all;
  }

  private static void collect(Object part, List<Object> path, List<List<Object>> into) {
    if (!path.isEmpty()) {
      into.add(path);
    }
    if (part instanceof Map<?, ?> map) {
      map.forEach((key, value) -> collect(value, longer(path, key), into));
    } else if (part instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), longer(path, i), into);
      }
    }
  }

  private static List<Object> longer(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  @SuppressWarnings("unchecked") // the path leads there
  private static Map<String, Object> replaced(Map<String, ?> form, List<Object> path, Object by) {
    Map<String, Object> copy = (Map<String, Object>) copy(form);
    Object at = copy;
    for (Object step : path.subList(0, path.size() - 1)) {
      at = at instanceof Map<?, ?> map ? map.get(step) : ((List<?>) at).get((Integer) step);
    }
    Object last = path.get(path.size() - 1);
    if (at instanceof Map<?, ?> map) {
      ((Map<Object, Object>) map).put(last, by);
    } else {
      ((List<Object>) at).set((Integer) last, by);
    }
    return copy;
  }

  private static Object copy(Object part) {
    if (part instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((k, v) -> copy.put(k, copy(v)));
      return copy;
    }
    if (part instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(copy(each)));
      return copy;
    }
    return part;
  }
}
