// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keras 1's {@code Merge}: a layer with several inputs and a setting {@code mode} that selects the
 * operation. At the start of a chain it contains the models that end in it. Such a chain is
 * converted to a graph of all their layers, which is also how its weights were stored.
 */
final class Branches {
  private static final Map<String, String> CLASSES =
      Map.of(
          "sum",
          "Add",
          "mul",
          "Multiply",
          "ave",
          "Average",
          "max",
          "Maximum",
          "concat",
          "Concatenate",
          "dot",
          "Dot",
          "cos",
          "Dot");

  private final List<Object> layers = new ArrayList<>();
  private final List<Object> inputs = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Branches() {}

  static boolean isMerge(Map<?, ?> form) {
    return "Merge".equals(form.get("class_name"));
  }

  // Merge operations

  /** Returns the layers equivalent to a {@code Merge}. The last one has its name. */
  static List<Map<String, Object>> merged(Map<String, Object> form) {
    Map<String, Object> s = OlderModels.settings(form);
    String name = OlderModels.name(form);
    Object mode = s.get("mode");
    String className = mode instanceof String m ? CLASSES.get(m) : null;
    if (className == null) {
      throw new IllegalArgumentException(
          "layer \"%s\" (Merge): mode %s is unknown; there are %s, and Python code is not run"
              .formatted(
                  name,
                  mode instanceof String ? "\"" + mode + "\"" : "in the file (code)",
                  CLASSES.keySet().stream().sorted().toList()));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    switch (className) {
      case "Concatenate" -> config.put("axis", s.getOrDefault("concat_axis", -1));
      case "Dot" -> {
        config.put("axes", axes(s.getOrDefault("dot_axes", -1)));
        config.put("normalize", "cos".equals(mode));
      }
      default -> {}
    }
    config.put("keras2_masks", true);
    Object calls = form.getOrDefault("inbound_nodes", List.of());
    if (!"cos".equals(mode)) {
      return List.of(entry(className, config, calls));
    }
    // Cosines got one axis more than other products.
    config.put("name", name + "_cosine");
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", name);
    shape.put("target_shape", List.of(1, 1));
    return List.of(
        entry(className, config, calls),
        entry("Reshape", shape, List.of(List.of(reference(name + "_cosine")))));
  }

  /** One number for both inputs, or one per input, which may be nested in another list. */
  private static Object axes(Object form) {
    return form instanceof List<?> list
        ? list.stream()
            .map(a -> a instanceof List<?> one && one.size() == 1 ? one.get(0) : a)
            .toList()
        : form;
  }

  private static Map<String, Object> entry(String className, Object config, Object calls) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("class_name", className);
    entry.put("config", config);
    entry.put("name", ((Map<?, ?>) config).get("name"));
    entry.put("inbound_nodes", calls);
    return entry;
  }

  private static List<Object> reference(String name) {
    return List.of(name, 0, 0);
  }

  // At the head of a chain

  /** Converts a chain that starts with a {@code Merge} to a graph. */
  static Map<String, Object> graph(Map<String, Object> chain) {
    Branches branches = new Branches();
    String last = branches.add(chain);
    Map<String, Object> config = new LinkedHashMap<>(OlderModels.settings(chain));
    config.put("layers", branches.layers);
    config.put("input_layers", branches.inputs);
    config.put("output_layers", List.of(reference(last)));
    Map<String, Object> graph = new LinkedHashMap<>(chain);
    graph.put("class_name", "Functional");
    graph.put("config", config);
    return graph;
  }

  /** Adds the layers of a branch and returns the name of the last one. */
  private String add(Map<?, ?> form) {
    Map<String, Object> s = OlderModels.settings(form);
    if (!(s.get("layers") instanceof List<?> inside) || inside.isEmpty() || isMerge(form)) {
      return chain(List.of(form));
    }
    if (s.get("output_layers") instanceof List<?> outputs) {
      return graph(s, inside, outputs);
    }
    return chain(inside);
  }

  private String chain(List<?> chain) {
    String above = null;
    for (Object layer : chain) {
      Map<String, Object> form = OlderForms.strings((Map<?, ?>) layer);
      String name = OlderModels.name(form);
      if (names.add(name)) {
        if (above != null) {
          addEntry(form, List.of(List.of(reference(above))));
        } else if (isMerge(form)) {
          merge(form);
        } else if (form.get("class_name").equals("InputLayer")) {
          addInput(name, form);
        } else {
          addEntry(form, List.of(List.of(reference(input(name, form)))));
        }
      }
      above = name;
    }
    return above;
  }

  private void merge(Map<String, Object> form) {
    List<Object> ends = new ArrayList<>();
    if (OlderModels.settings(form).get("layers") instanceof List<?> branches) {
      branches.forEach(branch -> ends.add(reference(add((Map<?, ?>) branch))));
    }
    Map<String, Object> called = new LinkedHashMap<>(form);
    called.put("inbound_nodes", List.of(ends));
    layers.addAll(merged(called));
  }

  private String graph(Map<String, Object> settings, List<?> inside, List<?> outputs) {
    for (Object layer : inside) {
      if (names.add(OlderModels.name((Map<?, ?>) layer))) {
        layers.add(layer);
      }
    }
    for (Object input : (List<?>) settings.getOrDefault("input_layers", List.of())) {
      if (!inputs.contains(input)) {
        inputs.add(input);
      }
    }
    return (String) ((List<?>) outputs.get(0)).get(0);
  }

  private void addEntry(Map<String, Object> form, Object calls) {
    layers.add(entry((String) form.get("class_name"), named(form), calls));
  }

  private static Map<String, Object> named(Map<String, Object> form) {
    Map<String, Object> config = new LinkedHashMap<>(OlderModels.settings(form));
    config.putIfAbsent("name", OlderModels.name(form));
    return config;
  }

  private String input(String layer, Map<String, Object> form) {
    Object shape = OlderModels.inputShape(form);
    if (shape == null) {
      throw new IllegalArgumentException(
          "layer \"%s\" is the first of a branch, but its input shape is not specified"
              .formatted(layer));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("batch_shape", shape);
    config.put("name", layer + "_input");
    addInput(layer + "_input", Map.of("class_name", "InputLayer", "config", config));
    return layer + "_input";
  }

  private void addInput(String name, Map<String, Object> form) {
    layers.add(entry("InputLayer", named(form), List.of()));
    inputs.add(reference(name));
  }
}
