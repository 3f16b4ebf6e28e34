// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A call of a TensorFlow function between the layers of a graph, in the forms written by Keras 2:
 * {@code TFOpLambda} and {@code SlicingOpLambda} since 2.4, {@code TensorFlowOpLayer} before.
 *
 * @param function the function name in lower case, without module names, for example {@code matmul}
 * @param args the positional arguments, with {@code [layer, call, result]} for the result of a
 *     layer
 * @param kwargs the keyword arguments
 */
record TensorFlowCall(String function, List<Object> args, Map<String, Object> kwargs) {
  /** Replaces the layer name if the first operand is a number. */
  private static final String CONSTANT = "_CONSTANT_VALUE";

  /**
   * Reads a call.
   *
   * @param form the form of the entry
   * @param node one of its {@code inbound_nodes}
   */
  static TensorFlowCall of(Map<?, ?> form, Object node) {
    Map<String, Object> config = OlderModels.settings(form);
    if ("TensorFlowOpLayer".equals(form.get("class_name"))) {
      return ofNode(config, operands(node));
    }
    Map<String, Object> kwargs = new LinkedHashMap<>();
    named(node).forEach((k, v) -> kwargs.put(String.valueOf(k), operands(v)));
    String function = String.valueOf(config.get("function"));
    String name = function.substring(function.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    List<Object> args = new ArrayList<>();
    args.add(operands(node));
    return new TensorFlowCall(name, args, kwargs);
  }

  private static TensorFlowCall ofNode(Map<String, Object> config, Object operands) {
    List<Object> args =
        new ArrayList<>(
            operands instanceof List<?> list && !isReference(list) ? list : List.of(operands));
    if (config.get("constants") instanceof Map<?, ?> constants) {
      constants.entrySet().stream()
          .sorted((a, b) -> Integer.compare(place(a), place(b)))
          .forEach(e -> args.add(Math.min(place(e), args.size()), e.getValue()));
    }
    String nodeDef = String.valueOf(config.get("node_def"));
    return NodeDef.call(nodeDef, args);
  }

  private static int place(Map.Entry<?, ?> constant) {
    return Integer.parseInt(String.valueOf(constant.getKey()));
  }

  private static Map<?, ?> named(Object node) {
    if (!(node instanceof List<?> list) || list.isEmpty()) {
      return Map.of();
    }
    return list.size() > 3 && list.get(3) instanceof Map<?, ?> kwargs
        ? kwargs
        : list.get(0) instanceof List<?> inner ? named(inner) : Map.of();
  }

  static boolean isReference(List<?> list) {
    return list.size() >= 3
        && list.get(0) instanceof String
        && list.get(1) instanceof Number
        && list.get(2) instanceof Number;
  }

  /** Removes keyword arguments from references, and inserts constants for their placeholders. */
  private static Object operands(Object part) {
    if (part instanceof List<?> list) {
      if (list.size() >= 3 && CONSTANT.equals(list.get(0))) {
        return list.get(2);
      }
      if (isReference(list)) {
        return new ArrayList<>(list.subList(0, 3));
      }
      List<Object> all = new ArrayList<>();
      list.forEach(each -> all.add(operands(each)));
      return all;
    }
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> all = new LinkedHashMap<>();
      map.forEach((k, v) -> all.put(String.valueOf(k), operands(v)));
      return all;
    }
    return part;
  }

  /** Returns an argument by its position (-1 for none) or one of its names, or null. */
  Object get(int place, String... names) {
    if (place >= 0 && place < args.size()) {
      return args.get(place);
    }
    for (String name : names) {
      if (kwargs.get(name) != null) {
        return kwargs.get(name);
      }
    }
    return null;
  }

  /** Returns an argument that must consist of numbers, not the result of a layer. */
  Object fixed(int place, String... names) {
    Object found = get(place, names);
    if (found instanceof List<?> list
        && (isReference(list) || list.stream().anyMatch(List.class::isInstance))) {
      throw new IllegalArgumentException(
          "operation %s of TensorFlow: %s that are computed are not supported"
              .formatted(function, names[0]));
    }
    return found;
  }

  boolean flag(int place, String... names) {
    return get(place, names) instanceof Boolean b && b;
  }

  /** Returns an argument as an operand: a reference, a number, or Keras's form of an array. */
  Object operand(int place, String... names) {
    Object found = get(place, names);
    if (found == null) {
      throw new IllegalArgumentException(
          "operation %s of TensorFlow: argument %s is missing".formatted(function, names[0]));
    }
    return array(found);
  }

  static Object array(Object found) {
    if (!(found instanceof List<?> list) || isReference(list)) {
      return found;
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("value", list);
    config.put("dtype", isWhole(list) ? "int32" : "float32");
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("class_name", "__numpy__");
    form.put("config", config);
    return form;
  }

  private static boolean isWhole(Object numbers) {
    return numbers instanceof List<?> list
        ? list.stream().allMatch(TensorFlowCall::isWhole)
        : numbers instanceof Integer || numbers instanceof Long;
  }
}
