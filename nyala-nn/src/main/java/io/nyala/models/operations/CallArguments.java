// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.operations;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The arguments of a call in a file, with the same nesting, and with values (or {@link Slot}s for
 * them) in place of tensor references.
 *
 * @param args the positional arguments
 * @param kwargs the keyword arguments
 */
public record CallArguments(List<Object> args, Map<String, Object> kwargs) {
  /**
   * The position of a tensor.
   *
   * @param index the index of the operand
   */
  record Slot(int index) {}

  /** Returns the arguments with each leaf replaced. Lists and maps are kept. */
  CallArguments map(UnaryOperator<Object> leaf) {
    Map<String, Object> changed = new LinkedHashMap<>();
    kwargs.forEach((name, value) -> changed.put(name, map(value, leaf)));
    return new CallArguments(list(args, leaf), changed);
  }

  private static List<Object> list(List<?> parts, UnaryOperator<Object> leaf) {
    List<Object> changed = new ArrayList<>();
    parts.forEach(each -> changed.add(map(each, leaf)));
    return changed;
  }

  private static Object map(Object part, UnaryOperator<Object> leaf) {
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> changed = new LinkedHashMap<>();
      map.forEach((key, each) -> changed.put(String.valueOf(key), map(each, leaf)));
      return changed;
    }
    return part instanceof List<?> list ? list(list, leaf) : leaf.apply(part);
  }

  /** Returns the values in Keras's traversal order. */
  public List<Value> values() {
    List<Value> values = new ArrayList<>();
    map(
        part -> {
          if (part instanceof Value v) {
            values.add(v);
          }
          return part;
        });
    return values;
  }

  // For operations, which Keras calls with positional or keyword arguments

  /** Returns an argument by position or name, or null. */
  Object get(int place, String name) {
    return place < args.size() ? args.get(place) : kwargs.get(name);
  }

  /** Returns whether an argument is present and not null. */
  boolean has(int place, String name) {
    return get(place, name) != null;
  }

  /**
   * Returns an argument as a value: a tensor, a number, a boolean or an array.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  Value value(int place, String name) {
    Object part = get(place, name);
    return switch (part) {
      case Value v -> v;
      case Boolean b -> Ops.constant(Tensor.ofBools(Shape.scalar(), b ? 1 : 0));
      case Number n when hasInts() && n.doubleValue() == n.intValue() ->
          Ops.constant(Tensor.ofInts(Shape.scalar(), n.intValue()));
      case Number n -> Ops.constant(n.floatValue());
      case Map<?, ?> array when isArray(array) -> array(array);
      case null, default ->
          throw new IllegalArgumentException(
              "argument %d (%s) must be a tensor or a number, got %s".formatted(place, name, part));
    };
  }

  /** Next to integers, a number counts as an integer: Keras computes token != 0 to create masks. */
  private boolean hasInts() {
    return values().stream().anyMatch(v -> v.dtype() == DType.INT32);
  }

  private static boolean isArray(Map<?, ?> form) {
    return "__tensor__".equals(form.get("class_name"))
        || "__numpy__".equals(form.get("class_name"));
  }

  private static Value array(Map<?, ?> form) {
    Tensor tensor = new Settings("array", Map.of("value", form)).getTensor("value");
    Object dtype = form.get("config") instanceof Map<?, ?> c ? c.get("dtype") : null;
    return Ops.cast(Ops.constant(tensor), FileOperation.dtype(dtype, DType.FLOAT32));
  }

  /** Returns an argument as a list of values. A single value becomes a list of one. */
  List<Value> list(int place, String name) {
    if (get(place, name) instanceof List<?> parts) {
      CallArguments each = new CallArguments(new ArrayList<>(parts), Map.of());
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        values.add(each.value(i, name));
      }
      return values;
    }
    return List.of(value(place, name));
  }
}
