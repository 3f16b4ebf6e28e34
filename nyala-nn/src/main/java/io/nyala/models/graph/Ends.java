// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import io.nyala.models.operations.CallArguments;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The structure of the inputs or outputs of a functional model: a value, or lists and maps of
 * values nested to any depth. This library numbers them in the given order. Keras numbers those of
 * a map by sorted keys, regardless of their order in the file.
 */
public final class Ends {
  private final Object arrangement;
  private final List<Value> values = new ArrayList<>();
  private final List<List<Object>> paths = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** The index in {@link #values} of each value in Keras's order. */
  private final List<Integer> kerasOrder = new ArrayList<>();

  private Ends(Object arrangement) {
    this.arrangement = arrangement;
    Map<List<Object>, Integer> places = new LinkedHashMap<>();
    walk(arrangement, List.of(), (path, v) -> enter(path, v, places));
    walk(sorted(arrangement), List.of(), (path, v) -> kerasOrder.add(places.get(path)));
  }

  /** Creates a list of values, or a single value if there is only one. */
  public static Ends list(List<Value> values) {
    return new Ends(values.size() == 1 ? values.get(0) : List.copyOf(values));
  }

  /**
   * Creates the structure given in a file.
   *
   * @param arrangement a value, or a list or map of such structures
   */
  public static Ends arranged(Object arrangement) {
    return new Ends(arrangement);
  }

  private interface Visitor {
    void visit(List<Object> path, Value value);
  }

  private static void walk(Object part, List<Object> path, Visitor visitor) {
    switch (part) {
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          walk(list.get(i), longer(path, i), visitor);
        }
      }
      case Map<?, ?> map -> map.forEach((k, v) -> walk(v, longer(path, k), visitor));
      case Value v -> visitor.visit(path, v);
      case null, default -> throw new IllegalArgumentException("expected an operand, got " + part);
    }
  }

  private static List<Object> longer(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static Object sorted(Object part) {
    return switch (part) {
      case List<?> list -> list.stream().map(Ends::sorted).toList();
      case Map<?, ?> map -> {
        Map<String, Object> byKey = new TreeMap<>();
        map.forEach((k, v) -> byKey.put(String.valueOf(k), sorted(v)));
        yield byKey;
      }
      case null, default -> part;
    };
  }

  private void enter(List<Object> path, Value value, Map<List<Object>, Integer> places) {
    places.put(path, values.size());
    values.add(value);
    paths.add(path);
    names.add(name(path, value));
  }

  /** Uses Keras's names for logs: the keys of maps, and the layer names in lists. */
  private static String name(List<Object> path, Value value) {
    if (path.isEmpty() || path.stream().allMatch(Integer.class::isInstance)) {
      return FunctionalGraph.nameOf(value);
    }
    List<String> steps = new ArrayList<>();
    path.forEach(step -> steps.add(String.valueOf(step)));
    if (path.getLast() instanceof Integer) {
      steps.set(steps.size() - 1, FunctionalGraph.nameOf(value));
    }
    return String.join("/", steps);
  }

  /** Returns the values in the given order. */
  public List<Value> values() {
    return values;
  }

  /** Returns the values in Keras's order. */
  List<Value> valuesOfKeras() {
    return kerasOrder.stream().map(values::get).toList();
  }

  /** Returns the index in {@link #values} of value {@code i} in Keras's order. */
  public int fromKeras(int i) {
    return kerasOrder.get(i);
  }

  /** Returns the index in Keras's order of value {@code i} of {@link #values}. */
  public int toKeras(int i) {
    return kerasOrder.indexOf(i);
  }

  /** Returns distinct names: the keys of maps, otherwise the layers that produce the values. */
  public List<String> names() {
    List<String> distinct = new ArrayList<>();
    Map<String, Integer> taken = new LinkedHashMap<>();
    for (String name : names) {
      int n = taken.merge(name, 1, Integer::sum) - 1;
      distinct.add(n == 0 ? name : name + "_" + n);
    }
    return distinct;
  }

  /** Returns other objects, one per value in order, in the same structure. */
  public Object arrange(List<?> others) {
    return arrange(arrangement, others, new int[1]);
  }

  private static Object arrange(Object part, List<?> others, int[] next) {
    return switch (part) {
      case List<?> list -> list.stream().map(each -> arrange(each, others, next)).toList();
      case Map<?, ?> map -> {
        Map<String, Object> arranged = new LinkedHashMap<>();
        map.forEach((k, v) -> arranged.put(String.valueOf(k), arrange(v, others, next)));
        yield arranged;
      }
      default -> others.get(next[0]++);
    };
  }

  /**
   * Returns the operands of a call with these inputs, in the order of {@link #values}. Entries of a
   * map are matched by key in any order, or by input name if the inputs are a list.
   *
   * @param given the operands in the structure of the call
   */
  List<Value> take(Object given) {
    List<Value> taken = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (at(i, given) instanceof Value v) {
        taken.add(v);
      }
    }
    if (taken.size() == values.size()) {
      return taken;
    }
    List<Value> flat = new ArrayList<>();
    walk(sorted(given), List.of(), (path, v) -> flat.add(v));
    if (flat.size() != values.size()) {
      throw new IllegalArgumentException(
          "expected inputs %s, got %d".formatted(names(), flat.size()));
    }
    List<Value> inOrder = new ArrayList<>(flat);
    for (int i = 0; i < flat.size(); i++) {
      inOrder.set(fromKeras(i), flat.get(i));
    }
    return inOrder;
  }

  /** Returns a call with its operands and masks in the order of the values. */
  public CallArguments call(CallArguments given) {
    Map<String, Object> kwargs = new LinkedHashMap<>(given.kwargs());
    Object named = kwargs.remove("inputs");
    Object inputs = given.args().isEmpty() ? named : given.args().get(0);
    List<Value> taken = take(inputs);
    if (kwargs.get("mask") != null) {
      Map<Value, Object> masks = new IdentityHashMap<>();
      pair(inputs, kwargs.get("mask"), masks);
      List<Object> each = new ArrayList<>();
      taken.forEach(v -> each.add(masks.get(v)));
      kwargs.put("mask", each);
    }
    return new CallArguments(List.of(taken), kwargs);
  }

  private static void pair(Object part, Object mask, Map<Value, Object> masks) {
    switch (part) {
      case List<?> list when mask instanceof List<?> others -> {
        for (int i = 0; i < Math.min(list.size(), others.size()); i++) {
          pair(list.get(i), others.get(i), masks);
        }
      }
      case Map<?, ?> map when mask instanceof Map<?, ?> others ->
          map.forEach((key, each) -> pair(each, others.get(key), masks));
      case Value v -> masks.put(v, mask);
      case null, default -> {}
    }
  }

  /**
   * Returns the object for value {@code i} from the same structure, or from one with a map by names
   * instead of a list. Returns null if there is none.
   */
  public Object at(int i, Object given) {
    Object part = given;
    for (Object step : paths.get(i)) {
      part =
          switch (part) {
            case Map<?, ?> map when step instanceof String -> map.get(step);
            case Map<?, ?> map -> map.get(FunctionalGraph.nameOf(values.get(i)));
            case List<?> list when step instanceof Integer n && n < list.size() -> list.get(n);
            case null, default -> null;
          };
    }
    return part;
  }
}
