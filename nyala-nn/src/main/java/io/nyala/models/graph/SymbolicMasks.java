// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerCall;
import io.nyala.layers.core.Embedding;
import io.nyala.layers.core.Masking;
import io.nyala.layers.merging.Concatenate;
import io.nyala.layers.merging.Merge;
import io.nyala.models.operations.CallArguments;
import io.nyala.models.operations.FileOperation;
import io.nyala.models.operations.OpForms;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The masks that propagate through a graph, expressed as the operations between layers that Keras
 * writes to files for the same layers.
 */
final class SymbolicMasks {
  /** A mask that is created inside a layer and cannot be expressed in a file. */
  static final Value HIDDEN = Node.apply(new Leaf.Input("hidden mask", bools(Shape.scalar())));

  private static final String JOIN = "Concatenate";

  private final Map<Value, Value> masks = new IdentityHashMap<>();

  /** Masks created by layers, one per result wherever it is used. */
  private static final class Made {
    private final Map<Object, Value> all = new HashMap<>();
  }

  private final Made made;

  SymbolicMasks() {
    made = new Made();
  }

  /** Creates a copy in which equal masks are the same values. */
  SymbolicMasks(SymbolicMasks alike) {
    made = alike.made;
  }

  /** Returns the mask of a value, or null. */
  Value of(Value v) {
    return masks.get(v);
  }

  void take(Value v) {
    masks.remove(v);
  }

  /**
   * Assigns masks to the results of a call.
   *
   * @param given the masks of the operands, null for operands without a mask
   */
  void call(Layer layer, List<Value> operands, List<Value> given, List<Value> results) {
    List<Object> key = new ArrayList<>(given);
    key.add(results.get(0));
    for (int i = 0; i < results.size(); i++) {
      int output = i;
      List<Object> one = new ArrayList<>(key);
      one.add(i);
      Value mask = made.all.computeIfAbsent(one, _ -> mask(layer, operands, given, output));
      if (mask != null) {
        masks.put(results.get(i), mask);
      }
    }
  }

  private static Value mask(Layer layer, List<Value> operands, List<Value> given, int output) {
    Value x = operands.get(0);
    boolean hidden = given.contains(HIDDEN);
    return switch (layer) {
      case Embedding e -> masksZero(e) ? Ops.notEqual(x, 0) : null;
      case Masking m -> any(Ops.notEqual(x, ((Number) m.config().get("mask_value")).floatValue()));
      case Concatenate c when given.stream().allMatch(v -> v == null) -> null;
      case Concatenate c -> hidden ? HIDDEN : joined(c, operands, given);
      case Merge<?> m when given.contains(null) -> null;
      case Merge<?> m -> hidden ? HIDDEN : given.stream().reduce(Ops::or).orElseThrow();
      default -> traced(layer, operands, given, output);
    };
  }

  /** Returns whether a layer creates masks for its results. */
  static boolean begin(Layer layer) {
    return layer instanceof Masking || (layer instanceof Embedding e && masksZero(e));
  }

  /** Returns whether a mask is a concatenation of several masks. Null is not. */
  static boolean isJoined(Value mask) {
    return mask != null && isJoined(mask, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean isJoined(Value mask, Set<Node> seen) {
    Node node = mask.node();
    if (node.op() instanceof LayerCall || !seen.add(node)) {
      return false;
    }
    return node.op().label().equals(JOIN)
        || node.inputs().stream().anyMatch(v -> isJoined(v, seen));
  }

  private static boolean masksZero(Embedding layer) {
    return Boolean.TRUE.equals(layer.config().get("mask_zero"));
  }

  private static Value joined(Concatenate layer, List<Value> operands, List<Value> given) {
    List<Object> masks = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Value x = operands.get(i);
      Value mask = given.get(i);
      if (mask == null) {
        masks.add(operation("OnesLike", Map.of("dtype", "bool"), x));
      } else {
        Value wide = operation("ExpandDims", Map.of("axis", -1), mask);
        masks.add(Ops.or(wide, operation("ZerosLike", Map.of("dtype", "bool"), x)));
      }
    }
    return any(operation(JOIN, Map.of("axis", layer.config().get("axis")), masks));
  }

  private static Value any(Value x) {
    return operation("Any", Map.of("axis", -1, "keepdims", false), x);
  }

  /** Applies one of Keras's operations. */
  static Value operation(String className, Map<String, Object> config, Object... arguments) {
    Map<String, Object> form =
        Map.of("module", OpForms.module(className), "class_name", className, "config", config);
    return FileOperation.apply(form, new CallArguments(List.of(arguments), Map.of())).get(0);
  }

  /** Traces masks through a layer. */
  private static Value traced(Layer layer, List<Value> operands, List<Value> given, int output) {
    if (layer.sublayers().isEmpty() && given.stream().allMatch(v -> v == null)) {
      return null;
    }
    Call call = Call.inference();
    List<Value> inputs = new ArrayList<>();
    Map<Value, Value> origins = new IdentityHashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      Value input = Node.apply(new Leaf.Input("input", operands.get(i).type()));
      inputs.add(input);
      if (given.get(i) != null) {
        Shape shape = operands.get(i).shape();
        Type type = given.get(i) == HIDDEN ? bools(shape.slice(0, 2)) : given.get(i).type();
        Value mask = Node.apply(new Leaf.Input("mask", type));
        call.setMask(input, mask);
        origins.put(mask, given.get(i));
      }
    }
    try {
      Value mask = call.mask(layer.trace(call, inputs).get(output));
      return mask == null ? null : origins.getOrDefault(mask, HIDDEN);
    } catch (ShapeException e) {
      return HIDDEN;
    }
  }

  private static Type bools(Shape shape) {
    return new Type(shape, DType.BOOL);
  }
}
