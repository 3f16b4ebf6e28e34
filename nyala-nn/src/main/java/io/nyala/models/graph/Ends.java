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
 * The inputs or outputs of a functional model as they are arranged: a value, or lists and maps of
 * them in any depth. Here they are counted as they stand; Keras counts those of a map in the order
 * of the sorted keys, whatever order the file has them in.
 */
public final class Ends {
  private final Object arrangement;
  private final List<Value> values = new ArrayList<>();
  private final List<List<Object>> paths = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Where each value of Keras's order is in {@link #values}. */
  private final List<Integer> kerasOrder = new ArrayList<>();

  private Ends(Object arrangement) {
    this.arrangement = arrangement;
    Map<List<Object>, Integer> places = new LinkedHashMap<>();
    walk(arrangement, List.of(), (path, v) -> enter(path, v, places));
    walk(sorted(arrangement), List.of(), (path, v) -> kerasOrder.add(places.get(path)));
  }

  /** Takes values one after the other, as a single one where there is only one. */
  public static Ends list(List<Value> values) {
    return new Ends(values.size() == 1 ? values.get(0) : List.copyOf(values));
  }

  /**
   * Takes values as a file arranges them.
   *
   * @param arrangement a value, or a list or map of arrangements
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

  /** As Keras calls what it logs: by the keys of maps, in lists by the layer. */
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

  /** Returns the values in the order in which they stand. */
  public List<Value> values() {
    return values;
  }

  /** Returns the values in the order in which Keras counts them. */
  List<Value> valuesOfKeras() {
    return kerasOrder.stream().map(values::get).toList();
  }

  /** Returns where the value is, here, that Keras counts as number {@code i}. */
  public int fromKeras(int i) {
    return kerasOrder.get(i);
  }

  /** Returns as what number Keras counts the value that is at {@code i} here. */
  public int toKeras(int i) {
    return kerasOrder.indexOf(i);
  }

  /** Returns names, all different: the keys of maps, elsewhere the layers that give the values. */
  public List<String> names() {
    List<String> distinct = new ArrayList<>();
    Map<String, Integer> taken = new LinkedHashMap<>();
    for (String name : names) {
      int n = taken.merge(name, 1, Integer::sum) - 1;
      distinct.add(n == 0 ? name : name + "_" + n);
    }
    return distinct;
  }

  /** Returns the same arrangement of something else: one for each value, in their order. */
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
   * Returns the operands of a call whose inputs these are, in the order of {@link #values}: those
   * of a map by their keys, whatever their order, and by the names of the inputs where these stand
   * in a list.
   *
   * @param given the operands as the call arranges them
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

  /** Returns a call with its operands, and the masks beside them, in the order of the values. */
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
   * Returns what stands for value {@code i} in something that is arranged in the same way, or has a
   * map by names in the place of a list; null where nothing stands for it.
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
