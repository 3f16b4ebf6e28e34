// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts the training settings of older files to the current {@code compile_config}. */
final class CompileForms {
  private CompileForms() {}

  static Map<String, Object> modernize(Map<String, Object> compile) {
    Map<String, Object> form = new LinkedHashMap<>(compile);
    form.computeIfPresent("optimizer", (k, v) -> optimizer(v));
    form.computeIfPresent("loss", (k, v) -> losses(v));
    for (String key : List.of("metrics", "weighted_metrics")) {
      form.computeIfPresent(key, (k, v) -> metrics(v));
    }
    return form;
  }

  private static Object optimizer(Object form) {
    if (!(form instanceof Map<?, ?> map) || !(map.get("config") instanceof Map<?, ?> config)) {
      return form;
    }
    // Belongs to mixed-precision training, which this library does not use.
    for (String inner : List.of("inner_optimizer", "optimizer")) {
      if ("LossScaleOptimizer".equals(map.get("class_name"))
          && config.get(inner) instanceof Map<?, ?> scaled) {
        return optimizer(scaled);
      }
    }
    Map<String, Object> changed = new LinkedHashMap<>(OlderForms.strings(map));
    Map<String, Object> settings = new LinkedHashMap<>(OlderForms.strings(config));
    Object rate = settings.remove("lr");
    if (rate != null) {
      settings.putIfAbsent("learning_rate", rate);
    }
    // Before Keras 2.11, every optimizer could decay its rate as 1 / (1 + decay * step).
    if (settings.remove("decay") instanceof Number decay
        && decay.doubleValue() != 0
        && settings.get("learning_rate") instanceof Number start) {
      Map<String, Object> schedule = new LinkedHashMap<>();
      schedule.put("initial_learning_rate", start);
      schedule.put("decay_steps", 1);
      schedule.put("decay_rate", decay);
      settings.put("learning_rate", Map.of("class_name", "InverseTimeDecay", "config", schedule));
    }
    if (map.get("class_name") instanceof String name) {
      changed.put("class_name", name.substring(name.indexOf('>') + 1));
    }
    changed.put("config", settings);
    return changed;
  }

  /** Converts each loss of a list or map to its current form. */
  private static Object losses(Object form) {
    if (form instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      list.forEach(each -> all.add(losses(each)));
      return all;
    }
    if (!(form instanceof Map<?, ?> map)) {
      return form;
    }
    if (!map.containsKey("class_name")) {
      Map<String, Object> byOutput = new LinkedHashMap<>();
      map.forEach((k, v) -> byOutput.put(String.valueOf(k), losses(v)));
      return byOutput;
    }
    if (map.get("config") instanceof String function) {
      return function;
    }
    if (!(map.get("config") instanceof Map<?, ?> config)) {
      return form;
    }
    if (config.get("fn") != null && function(config.get("fn")) instanceof String fn) {
      // LossFunctionWrapper: a function under another name.
      return fn;
    }
    Map<String, Object> changed = new LinkedHashMap<>(OlderForms.strings(map));
    Map<String, Object> settings = new LinkedHashMap<>(OlderForms.strings(config));
    // Its meaning in a compiled model.
    settings.replace("reduction", "auto", "sum_over_batch_size");
    changed.put("config", settings);
    return changed;
  }

  private static Object metrics(Object form) {
    if (form instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      list.forEach(each -> all.add(metrics(each)));
      return all;
    }
    if (!(form instanceof Map<?, ?> map)) {
      return form;
    }
    if (map.get("config") instanceof String function && "function".equals(map.get("class_name"))) {
      return function;
    }
    if (map.get("config") instanceof Map<?, ?> config
        && function(config.get("fn")) instanceof String fn) {
      // MeanMetricWrapper: a function under another name.
      Object name = config.get("name");
      return name == null || name.equals(fn)
          ? fn
          : Map.of("class_name", fn, "config", Map.of("name", name));
    }
    if (map.containsKey("class_name")) {
      return form;
    }
    Map<String, Object> byOutput = new LinkedHashMap<>();
    map.forEach((k, v) -> byOutput.put(String.valueOf(k), metrics(v)));
    return byOutput;
  }

  /** Returns the name of a function, which may be wrapped. */
  private static Object function(Object form) {
    return form instanceof Map<?, ?> map && map.get("config") instanceof String name ? name : form;
  }
}
