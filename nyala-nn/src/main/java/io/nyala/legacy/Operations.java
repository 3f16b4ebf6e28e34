// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Entries of a graph in the form of Keras 3 that together replace one older entry. */
final class Operations {
  private static final Set<String> IN_NN =
      Set.of(
          "Sigmoid",
          "Softplus",
          "Relu",
          "Relu6",
          "Elu",
          "Selu",
          "Softsign",
          "Silu",
          "Softmax",
          "LogSoftmax",
          "LeakyRelu",
          "Gelu",
          "OneHot");
  private static final Set<String> IN_CORE = Set.of("Cast", "ConvertToTensor", "StopGradient");
  private static final Set<String> IN_MATH = Set.of("Rsqrt", "Erf", "Logsumexp");

  private final String name;
  private final List<Map<String, Object>> entries = new ArrayList<>();
  private int call = -1;
  private int at;

  /** Creates the entries for a layer with this name. */
  Operations(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Starts the next call of all entries. */
  void next() {
    call++;
    at = 0;
  }

  List<Map<String, Object>> entries() {
    return entries;
  }

  /** Adds an operation before the last one and returns a reference to its result. */
  List<Object> step(String className, Map<String, Object> config, Object... args) {
    String own = name + "_" + at;
    add(own, className, config, args);
    return List.of(own, call, 0);
  }

  /** Adds the operation that has the name of the entry. */
  void last(String className, Map<String, Object> config, Object... args) {
    add(name, className, config, args);
  }

  private void add(String own, String className, Map<String, Object> config, Object... args) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("args", Arrays.asList(args));
    node.put("kwargs", Map.of());
    if (at == entries.size()) {
      Map<String, Object> settings = new LinkedHashMap<>(config);
      settings.put("name", own);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("module", "keras.src.ops." + module(className));
      entry.put("class_name", className);
      entry.put("config", settings);
      entry.put("registered_name", className);
      entry.put("name", own);
      entry.put("inbound_nodes", new ArrayList<>());
      entries.add(entry);
    }
    @SuppressWarnings("unchecked") // made above
    List<Object> nodes = (List<Object>) entries.get(at++).get("inbound_nodes");
    nodes.add(node);
  }

  private static String module(String className) {
    return IN_NN.contains(className)
        ? "nn"
        : IN_CORE.contains(className) ? "core" : IN_MATH.contains(className) ? "math" : "numpy";
  }
}
