// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.operations;

import io.nyala.ops.Composite;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation between layers that is not a primitive of this library. It keeps its form from the
 * file, so that it is written as it was read. Its computation is derived again for the shape of
 * each batch.
 *
 * @param form Keras's module, class and config, without the name
 * @param arguments the arguments of the call, with slots for the tensors
 */
public record FileOperation(Map<String, Object> form, CallArguments arguments)
    implements Composite {
  /** Two trial values for unknown dimensions, with many divisors so that reshapes work. */
  private static final int[] TRIALS = {60, 120};

  /** Applies an operation to the tensors among its arguments. */
  public static List<Value> apply(Map<String, Object> form, CallArguments given) {
    List<Value> operands = given.values();
    int[] next = {0};
    CallArguments slots =
        given.map(part -> part instanceof Value ? new CallArguments.Slot(next[0]++) : part);
    return Node.apply(new FileOperation(form, slots), operands);
  }

  /** Returns the element type for a Keras dtype. */
  static DType dtype(Object name, DType other) {
    if (name == null) {
      return other;
    }
    String s = String.valueOf(name);
    return s.equals("bool") ? DType.BOOL : s.contains("int") ? DType.INT32 : DType.FLOAT32;
  }

  String className() {
    return String.valueOf(form.get("class_name"));
  }

  /** Returns the settings with another name. */
  Map<String, Object> config(String name) {
    Map<String, Object> config = new LinkedHashMap<>(settings());
    config.put("name", name);
    return config;
  }

  private Map<String, ?> settings() {
    return form.get("config") instanceof Map<?, ?> map ? OpForms.strings(map) : Map.of();
  }

  /** Returns the arguments with the tensors replaced by the given objects. */
  public CallArguments filled(List<?> operands) {
    return arguments.map(
        part -> part instanceof CallArguments.Slot slot ? operands.get(slot.index()) : part);
  }

  @Override
  public List<Value> decompose(List<Value> inputs) {
    return FileOperations.apply(new Settings(className(), settings()), filled(inputs));
  }

  @Override
  public List<Type> infer(List<Type> inputs) {
    try {
      return types(inputs);
    } catch (ShapeException e) {
      if (inputs.stream().allMatch(t -> t.shape().isKnown())) {
        throw e;
      }
      return compared(types(tried(inputs, TRIALS[0])), types(tried(inputs, TRIALS[1])));
    }
  }

  private List<Type> types(List<Type> inputs) {
    List<Value> stand = inputs.stream().map(t -> Node.apply(new Leaf.Input("input", t))).toList();
    return decompose(stand).stream().map(Value::type).toList();
  }

  private static List<Type> tried(List<Type> types, int extent) {
    List<Type> tried = new ArrayList<>();
    for (Type type : types) {
      Shape shape = type.shape();
      for (int i = 0; i < shape.rank(); i++) {
        shape = shape.dim(i) == Shape.UNKNOWN ? shape.with(i, extent) : shape;
      }
      tried.add(new Type(shape, type.dtype()));
    }
    return tried;
  }

  /** Dimensions that differ between the trials depend on unknown dimensions. */
  private static List<Type> compared(List<Type> first, List<Type> second) {
    List<Type> compared = new ArrayList<>();
    for (int r = 0; r < first.size(); r++) {
      Shape shape = first.get(r).shape();
      for (int i = 0; i < shape.rank(); i++) {
        if (shape.dim(i) != second.get(r).shape().dim(i)) {
          shape = shape.with(i, Shape.UNKNOWN);
        }
      }
      compared.add(new Type(shape, first.get(r).dtype()));
    }
    return compared;
  }

  @Override
  public String label() {
    return className();
  }
}
