// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts whole models of Keras 1 and 2 whose layers are already in the current form. */
final class OlderModels {
  private OlderModels() {}

  /** Returns the current form of a model. Other forms are returned unchanged. */
  static Map<String, Object> modernize(Map<String, Object> form) {
    if (!(form.get("class_name") instanceof String className)
        || !(form.get("config") instanceof Map<?, ?> config)
        || !(config.get("layers") instanceof List<?> layers)) {
      return form;
    }
    return switch (className) {
      case "Sequential" -> chain(form, layers);
      case "Model", "Functional" -> graph(form, layers);
      default -> form;
    };
  }

  static Map<String, Object> settings(Map<?, ?> form) {
    return form.get("config") instanceof Map<?, ?> config
        ? OlderForms.strings(config)
        : new LinkedHashMap<>();
  }

  // Chains

  private static Map<String, Object> chain(Map<String, Object> form, List<?> layers) {
    if (layers.isEmpty() || !(layers.get(0) instanceof Map<?, ?> first)) {
      return form;
    }
    if (Branches.isMerge(first)) {
      return Branches.graph(form);
    }
    Object shape = inputShape(first);
    if (shape == null
        || "InputLayer".equals(first.get("class_name"))
        || settings(first).get("batch_input_shape") != null) {
      return form;
    }
    // The chain has the input of the model or wrapper at its start.
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("batch_shape", shape);
    input.put("name", name(first) + "_input");
    List<Object> all = new ArrayList<>();
    all.add(Map.of("class_name", "InputLayer", "config", input));
    all.addAll(layers);
    Map<String, Object> config = new LinkedHashMap<>(settings(form));
    config.put("layers", all);
    Map<String, Object> changed = new LinkedHashMap<>(form);
    changed.put("config", config);
    return changed;
  }

  /** Returns the input shape of a layer or model as given in its form, or null. */
  static Object inputShape(Map<?, ?> form) {
    Map<String, Object> s = settings(form);
    for (String key : List.of("batch_input_shape", "batch_shape")) {
      if (s.get(key) != null) {
        return s.get(key);
      }
    }
    if (s.get("layer") instanceof Map<?, ?> wrapped
        && !"TimeDistributed".equals(form.get("class_name"))) {
      return inputShape(wrapped);
    }
    if (!(s.get("layers") instanceof List<?> layers) || layers.isEmpty()) {
      return null;
    }
    if (s.get("input_layers") instanceof List<?> inputs) {
      List<?> only = inputs.size() == 1 && inputs.get(0) instanceof List<?> in ? in : inputs;
      return layers.stream()
          .filter(l -> l instanceof Map<?, ?> layer && name(layer).equals(only.get(0)))
          .map(l -> inputShape((Map<?, ?>) l))
          .findFirst()
          .orElse(null);
    }
    return layers.get(0) instanceof Map<?, ?> first ? inputShape(first) : null;
  }

  static String name(Map<?, ?> form) {
    Object name = form.get("name") == null ? settings(form).get("name") : form.get("name");
    return String.valueOf(name);
  }

  // Graphs

  private static Map<String, Object> graph(Map<String, Object> form, List<?> layers) {
    List<Object> all = new ArrayList<>();
    for (Object layer : layers) {
      if (layer instanceof Map<?, ?> map && Branches.isMerge(map)) {
        all.addAll(Branches.merged(OlderForms.strings(map)));
      } else if (layer instanceof Map<?, ?> map && TensorFlowForms.isOne(map)) {
        all.addAll(TensorFlowForms.present(OlderForms.strings(map)));
      } else {
        all.add(layer);
      }
    }
    Map<String, Object> changed = new LinkedHashMap<>(form);
    changed.put("config", ChainCalls.fromZero(settings(form), all));
    return changed;
  }
}
