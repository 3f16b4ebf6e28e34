// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts the forms of Keras 1 and 2 to that of Keras 3: renamed classes and settings, changed
 * defaults and functions, and single numbers in place of lists.
 */
public final class OlderForms {
  /** In Keras 3, {@code hard_sigmoid} is a different function. */
  static final String OLD_SIGMOID = "keras2_hard_sigmoid";

  /** The behavior that recurrent layers of NVIDIA's library always have. */
  private static final String CUDNN = "CuDNN";

  private static final Set<String> MERGING =
      Set.of("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate");

  private final KerasVersion version;

  private OlderForms(KerasVersion version) {
    this.version = version;
  }

  /**
   * Returns a model's form as written by Keras 3, including its {@code compile_config}. A form of
   * Keras 3 is unchanged.
   *
   * @param model the form, with {@link KerasVersion#KEY} if the version is known
   * @throws IllegalArgumentException if a layer has no counterpart in Keras 3
   */
  public static Map<String, Object> modernize(Map<String, ?> model) {
    KerasVersion version = KerasVersion.of(model);
    Map<String, Object> form = new LinkedHashMap<>(model);
    Object compile = form.remove("compile_config");
    form = new OlderForms(version).object(form);
    if (compile instanceof Map<?, ?> map) {
      form.put("compile_config", CompileForms.modernize(strings(map)));
    }
    form.put(KerasVersion.KEY, "3.0.0");
    return form;
  }

  /** Returns the name of a layer in this library, where names contain no slashes. */
  public static String layerName(String name) {
    return name.replace('/', '_');
  }

  private Object any(Object part) {
    if (part instanceof List<?> list) {
      List<Object> changed = new ArrayList<>();
      list.forEach(each -> changed.add(any(each)));
      return changed;
    }
    if (!(part instanceof Map<?, ?> map)) {
      return part;
    }
    // NumPy numbers and Python tuples as written by some versions.
    if ("ndarray".equals(map.get("type")) && map.containsKey("value")) {
      return map.get("value");
    }
    boolean tuple = "__tuple__".equals(map.get("class_name"));
    return (tuple || "TensorShape".equals(map.get("class_name"))) && map.containsKey("items")
        ? any(map.get("items"))
        : object(strings(map));
  }

  private Map<String, Object> object(Map<String, ?> map) {
    Map<String, Object> form = new LinkedHashMap<>();
    map.forEach((k, v) -> form.put(k, any(v)));
    if (form.get("class_name") instanceof String name && form.containsKey("config")) {
      form.put("class_name", ClassNames.present(name));
      if (form.get("config") instanceof List<?> layers) {
        // Before Keras 2.2, a Sequential is a plain list of its layers.
        form.put("config", new LinkedHashMap<>(Map.of("layers", layers)));
      } else if (form.get("config") instanceof Map<?, ?> config) {
        form.put("config", settings(name, strings(config)));
      }
    }
    if (form.get("name") instanceof String name) {
      form.put("name", layerName(name));
    }
    if (form.get("inbound_nodes") instanceof List<?> nodes) {
      form.put("inbound_nodes", references(nodes));
    }
    return version.major() < 3 ? OlderModels.modernize(form) : form;
  }

  private Map<String, Object> settings(String written, Map<String, Object> config) {
    String className = ClassNames.present(written);
    Map<String, Object> s =
        version.major() < 2 ? KerasOne.settings(className, config) : new LinkedHashMap<>(config);
    if (className.equals("BatchNormalization")
        && s.get("axis") instanceof List<?> axis
        && axis.size() == 1) {
      s.put("axis", axis.get(0));
    }
    for (String ends : List.of("input_layers", "output_layers")) {
      if (s.containsKey(ends)) {
        s.put(ends, references(s.get(ends)));
      }
    }
    if (version.major() < 3) {
      changedSince(written, className, s);
    }
    return s;
  }

  /** Makes explicit what a name or a missing setting meant in the older version. */
  private void changedSince(String written, String className, Map<String, Object> s) {
    s.replaceAll((k, v) -> k.endsWith("activation") && isHardSigmoid(v) ? OLD_SIGMOID : v);
    if (className.startsWith("GRU")) {
      s.putIfAbsent("reset_after", written.startsWith(CUDNN));
    }
    if (MERGING.contains(className)) {
      s.put("keras2_masks", true);
    }
    // Standalone Keras, until it was merged with that of TensorFlow, and the Keras of TensorFlow
    // 1.12.
    boolean apart = version.before(2, 4) && !version.inTensorFlow() || version.before(2, 2);
    if (apart && className.equals("Bidirectional")) {
      s.put("zero_output_for_mask", false);
    }
    if (apart && className.equals("UpSampling2D")) {
      s.replace("interpolation", "bilinear", "keras2_bilinear");
    }
  }

  private static boolean isHardSigmoid(Object form) {
    return form instanceof Map<?, ?> map
        ? "function".equals(map.get("class_name")) && isHardSigmoid(map.get("config"))
        : "hard_sigmoid".equals(form);
  }

  /** Changes the names in {@code [name, call, result, ...]}, wherever they are. */
  private static Object references(Object part) {
    if (part instanceof List<?> list) {
      List<Object> changed = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        boolean name = i == 0 && list.size() >= 3 && list.get(0) instanceof String;
        changed.add(name ? layerName((String) list.get(0)) : references(list.get(i)));
      }
      return changed;
    }
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> changed = new LinkedHashMap<>();
      map.forEach((k, v) -> changed.put(String.valueOf(k), references(v)));
      return changed;
    }
    return part;
  }

  @SuppressWarnings("unchecked") // keys of JSON objects are strings
  static Map<String, Object> strings(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
