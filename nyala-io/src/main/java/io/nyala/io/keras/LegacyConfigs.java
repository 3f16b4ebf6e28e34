// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.models.ModelConfigs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts configurations of Keras 3 to those of {@code .h5} files, in which layers have no module.
 */
final class LegacyConfigs {
  /**
   * The class name in Python of a layer that is public, and stored in other files, as
   * GroupQueryAttention.
   */
  private static final String GROUPED = "GroupedQueryAttention";

  private LegacyConfigs() {}

  /** Removes the entries that layer configurations do not have in these files. */
  static Map<String, Object> legacyForm(Map<String, ?> model) {
    Map<String, Object> form = new LinkedHashMap<>(model);
    form.remove("module");
    form.remove("registered_name");
    form.remove("build_config");
    if ("GroupQueryAttention".equals(form.get("class_name"))) {
      form.put("class_name", GROUPED);
    }
    if (form.get("config") instanceof Map<?, ?> config) {
      Map<String, Object> changed = new LinkedHashMap<>(strings(config));
      // Nested layers (layer, backward_layer, cell) keep their modules, because Keras 3 needs them.
      if (changed.get("layers") instanceof List<?> layers) {
        List<Object> all = new ArrayList<>();
        for (Object layer : layers) {
          Map<String, Object> each = strings((Map<?, ?>) layer);
          all.add(ModelConfigs.isOperation(each) ? each : legacyForm(each));
        }
        changed.put("layers", all);
      }
      changed.remove("build_input_shape");
      // Keras would read the setting "dot" of Attention as its function of that name; it is the
      // default.
      changed.remove("score_mode", "dot");
      form.put("config", changed);
    }
    return form;
  }

  /** Returns {@code training_config} for {@code compile_config}. */
  static Map<String, Object> trainingForm(Map<?, ?> compile) {
    Map<String, Object> form = new LinkedHashMap<>(strings(compile));
    Map<String, Object> optimizer =
        new LinkedHashMap<>(strings((Map<?, ?>) form.remove("optimizer")));
    optimizer.keySet().removeAll(List.of("module", "registered_name"));
    form.put("optimizer_config", optimizer);
    return form;
  }

  @SuppressWarnings("unchecked") // keys of JSON objects are strings
  static Map<String, Object> strings(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
