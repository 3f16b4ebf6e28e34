// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The call indices of chains inside a graph. Up to Keras 2 they start at 1, because a chain with an
 * input has already made one call. Those of a chain without an input may start at 0, as all do
 * since.
 */
final class ChainCalls {
  private static final String NODES = "inbound_nodes";
  private static final List<String> ENDS = List.of("input_layers", "output_layers");

  private ChainCalls() {}

  /** Returns the settings of a graph with all call indices of chains starting at 0. */
  static Map<String, Object> fromZero(Map<String, Object> graph, List<?> layers) {
    Set<String> chains =
        layers.stream()
            .filter(l -> l instanceof Map<?, ?> m && "Sequential".equals(m.get("class_name")))
            .map(l -> OlderModels.name((Map<?, ?>) l))
            .filter(name -> !hasFirst(graph, layers, name))
            .collect(Collectors.toSet());
    Map<String, Object> changed = new LinkedHashMap<>(graph);
    List<Object> all = new ArrayList<>();
    for (Object layer : layers) {
      if (layer instanceof Map<?, ?> form && form.get(NODES) != null) {
        Map<String, Object> copy = new LinkedHashMap<>(OlderForms.strings(form));
        copy.put(NODES, shifted(form.get(NODES), chains));
        all.add(copy);
      } else {
        all.add(layer);
      }
    }
    changed.put("layers", all);
    ENDS.forEach(key -> changed.computeIfPresent(key, (k, v) -> shifted(v, chains)));
    return changed;
  }

  private static boolean hasFirst(Map<String, Object> graph, List<?> layers, String name) {
    return ENDS.stream().anyMatch(key -> hasFirst(graph.get(key), name))
        || layers.stream().anyMatch(l -> l instanceof Map<?, ?> m && hasFirst(m.get(NODES), name));
  }

  /** Returns whether anything refers to call 0 of a layer. */
  private static boolean hasFirst(Object part, String name) {
    return switch (part) {
      case List<?> list ->
          name.equals(call(list)) && ((Number) list.get(1)).intValue() == 0
              || list.stream().anyMatch(each -> hasFirst(each, name));
      case Map<?, ?> map -> map.values().stream().anyMatch(each -> hasFirst(each, name));
      case null, default -> false;
    };
  }

  /** Returns the layer of a reference {@code [layer, call, result, ...]}, null for another list. */
  private static String call(List<?> list) {
    return list.size() >= 3
            && list.get(0) instanceof String name
            && list.get(1) instanceof Number
            && list.get(2) instanceof Number
        ? name
        : null;
  }

  private static Object shifted(Object part, Set<String> chains) {
    if (part instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      list.forEach(each -> all.add(shifted(each, chains)));
      if (call(list) != null && chains.contains(call(list))) {
        all.set(1, ((Number) list.get(1)).intValue() - 1);
      }
      return all;
    }
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> all = new LinkedHashMap<>();
      map.forEach((k, v) -> all.put(String.valueOf(k), shifted(v, chains)));
      return all;
    }
    return part;
  }
}
