// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import java.util.List;
import java.util.Map;

/** What Keras 1 wrote otherwise than by another name for the same setting. */
final class KerasOne {
  private static final List<String> WITH_UNITS = List.of("Dense", "LSTM", "GRU", "SimpleRNN");

  private KerasOne() {}

  /** Completes the settings of a layer, whose names are those of Keras 2 already. */
  static void complete(String className, Map<String, Object> s) {
    if (WITH_UNITS.contains(className) && s.containsKey("output_dim")) {
      s.put("units", s.remove("output_dim"));
    }
    if (s.containsKey("nb_row") && s.containsKey("nb_col")) {
      s.put("kernel_size", List.of(s.remove("nb_row"), s.remove("nb_col")));
    }
    Object order = s.remove("dim_ordering");
    if (order != null && !"default".equals(order)) {
      s.put("data_format", "th".equals(order) ? "channels_first" : "channels_last");
    }
    for (String key : List.of("kernel_regularizer", "bias_regularizer", "recurrent_regularizer")) {
      s.computeIfPresent(key, (k, v) -> regularizer(v));
    }
    s.replaceAll(
        (k, v) -> k.endsWith("initializer") && v instanceof String name ? initializer(name) : v);
  }

  private static String initializer(String name) {
    return switch (name) {
      case "normal", "gaussian" -> "random_normal";
      case "uniform" -> "random_uniform";
      case "zero" -> "zeros";
      case "one" -> "ones";
      default -> name;
    };
  }

  /** {@code {"name": "WeightRegularizer", "l1": 0, "l2": 0.01}}. */
  private static Object regularizer(Object form) {
    if (form instanceof Map<?, ?> map && map.containsKey("l1") && !map.containsKey("class_name")) {
      Object l1 = map.get("l1");
      Object l2 = map.containsKey("l2") ? map.get("l2") : 0;
      return Map.of("class_name", "L1L2", "config", Map.of("l1", l1, "l2", l2));
    }
    return form;
  }
}
