// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.LayerRegistry;
import io.nyala.ops.BinaryKind;
import io.nyala.ops.Leaf;
import io.nyala.ops.Mean;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.ReduceKind;
import io.nyala.ops.UnaryKind;
import io.nyala.ops.Value;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Bare operations between layers, in Keras 3's form {@code keras.src.ops.numpy / Add}. There are
 * forms for arithmetic, comparison, common functions, reductions and reshaping; for anything else
 * write a layer.
 */
final class OpForms {
  private static final String NUMPY = "keras.src.ops.numpy";
  private static final String NN = "keras.src.ops.nn";
  private static final String MATH = "keras.src.ops.math";

  private static final Map<UnaryKind, String> UNARY = new EnumMap<>(UnaryKind.class);
  private static final Map<BinaryKind, String> BINARY = new EnumMap<>(BinaryKind.class);
  private static final Map<ReduceKind, String> REDUCE = new EnumMap<>(ReduceKind.class);

  /** Other names under which Keras has the same operations. */
  private static final Map<String, String> ALIASES =
      Map.of("TrueDivide", "Divide", "Abs", "Absolute");

  static {
    UNARY.put(UnaryKind.NEGATE, NUMPY + ".Negative");
    UNARY.put(UnaryKind.ABS, NUMPY + ".Absolute");
    UNARY.put(UnaryKind.SIGN, NUMPY + ".Sign");
    UNARY.put(UnaryKind.SQUARE, NUMPY + ".Square");
    UNARY.put(UnaryKind.SQRT, NUMPY + ".Sqrt");
    UNARY.put(UnaryKind.RSQRT, MATH + ".Rsqrt");
    UNARY.put(UnaryKind.RECIPROCAL, NUMPY + ".Reciprocal");
    UNARY.put(UnaryKind.EXP, NUMPY + ".Exp");
    UNARY.put(UnaryKind.EXPM1, NUMPY + ".Expm1");
    UNARY.put(UnaryKind.LOG, NUMPY + ".Log");
    UNARY.put(UnaryKind.LOG1P, NUMPY + ".Log1p");
    UNARY.put(UnaryKind.SIN, NUMPY + ".Sin");
    UNARY.put(UnaryKind.COS, NUMPY + ".Cos");
    UNARY.put(UnaryKind.TANH, NUMPY + ".Tanh");
    UNARY.put(UnaryKind.SIGMOID, NN + ".Sigmoid");
    UNARY.put(UnaryKind.SOFTPLUS, NN + ".Softplus");
    UNARY.put(UnaryKind.ERF, MATH + ".Erf");
    UNARY.put(UnaryKind.RELU, NN + ".Relu");
    UNARY.put(UnaryKind.FLOOR, NUMPY + ".Floor");
    UNARY.put(UnaryKind.CEIL, NUMPY + ".Ceil");
    UNARY.put(UnaryKind.ROUND, NUMPY + ".Round");
    UNARY.put(UnaryKind.NOT, NUMPY + ".LogicalNot");
    BINARY.put(BinaryKind.ADD, NUMPY + ".Add");
    BINARY.put(BinaryKind.SUBTRACT, NUMPY + ".Subtract");
    BINARY.put(BinaryKind.MULTIPLY, NUMPY + ".Multiply");
    BINARY.put(BinaryKind.DIVIDE, NUMPY + ".Divide");
    BINARY.put(BinaryKind.POWER, NUMPY + ".Power");
    BINARY.put(BinaryKind.MAXIMUM, NUMPY + ".Maximum");
    BINARY.put(BinaryKind.MINIMUM, NUMPY + ".Minimum");
    BINARY.put(BinaryKind.MODULO, NUMPY + ".Mod");
    BINARY.put(BinaryKind.EQUAL, NUMPY + ".Equal");
    BINARY.put(BinaryKind.NOT_EQUAL, NUMPY + ".NotEqual");
    BINARY.put(BinaryKind.LESS, NUMPY + ".Less");
    BINARY.put(BinaryKind.LESS_EQUAL, NUMPY + ".LessEqual");
    BINARY.put(BinaryKind.GREATER, NUMPY + ".Greater");
    BINARY.put(BinaryKind.GREATER_EQUAL, NUMPY + ".GreaterEqual");
    BINARY.put(BinaryKind.AND, NUMPY + ".LogicalAnd");
    BINARY.put(BinaryKind.OR, NUMPY + ".LogicalOr");
    REDUCE.put(ReduceKind.SUM, NUMPY + ".Sum");
    REDUCE.put(ReduceKind.PRODUCT, NUMPY + ".Prod");
    REDUCE.put(ReduceKind.MAX, NUMPY + ".Max");
    REDUCE.put(ReduceKind.MIN, NUMPY + ".Min");
  }

  private OpForms() {}

  /** Returns Keras's class of an operation, else its label here. */
  static String className(Node node) {
    String full = full(node);
    return full == null ? node.op().label() : full.substring(full.lastIndexOf('.') + 1);
  }

  private static String full(Node node) {
    return switch (node.op()) {
      case Primitive.Unary u -> UNARY.get(u.kind());
      case Primitive.Binary b -> BINARY.get(b.kind());
      case Primitive.Reduce r -> REDUCE.get(r.kind());
      case Primitive.Reshape r -> NUMPY + ".Reshape";
      case Mean m -> NUMPY + ".Mean";
      default -> null;
    };
  }

  // Writing

  static Map<String, Object> write(Node node, String name) {
    String full = full(node);
    if (full == null) {
      throw new IllegalArgumentException(
          "operation \"%s\" has no form in Keras's files; put it into a layer of your own"
              .formatted(name));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    switch (node.op()) {
      case Primitive.Reduce r -> putAxes(config, r.axes());
      case Mean m -> putAxes(config, m.axes());
      case Primitive.Reshape r -> config.put("newshape", batchFree(node.output(0).shape()));
      default -> {}
    }
    int dot = full.lastIndexOf('.');
    String className = full.substring(dot + 1);
    return Serialized.form(full.substring(0, dot), className, config, className);
  }

  private static void putAxes(Map<String, Object> config, List<Integer> axes) {
    config.put("axis", axes);
    config.put("keepdims", true);
  }

  private static List<Integer> batchFree(Shape shape) {
    return Arrays.stream(shape.dims()).boxed().toList();
  }

  /** Returns a constant operand, which must be a single number. */
  static Object number(Leaf.Constant constant, String user) {
    if (constant.tensor().size() != 1) {
      throw new IllegalArgumentException(
          "operation \"%s\" has a constant of shape %s; only single numbers can be written, put it"
                  .formatted(user, constant.tensor().shape())
              + " into a layer");
    }
    return (double) constant.tensor().at(0);
  }

  // Reading

  /**
   * In older files, which name no module, an operation is a known one that is no layer, or is
   * called with its operands one by one where the layer of that name takes a list.
   */
  static boolean isOperation(Map<?, ?> form) {
    if (form.get("module") instanceof String module) {
      return module.contains(".ops.");
    }
    String written = String.valueOf(form.get("class_name"));
    return isKnown(ALIASES.getOrDefault(written, written))
        && (!LayerRegistry.knows(written) || hasTwoOperands(form));
  }

  private static boolean isKnown(String className) {
    return Stream.of(UNARY, BINARY, REDUCE)
        .flatMap(names -> names.values().stream())
        .anyMatch(full -> full.endsWith("." + className));
  }

  private static boolean hasTwoOperands(Map<?, ?> form) {
    return form.get("inbound_nodes") instanceof List<?> calls
        && !calls.isEmpty()
        && calls.get(0) instanceof Map<?, ?> call
        && call.get("args") instanceof List<?> operands
        && operands.size() == 2;
  }

  /**
   * Applies an operation.
   *
   * @param operands values and numbers
   */
  static Value read(Map<String, ?> form, List<Object> operands) {
    String written = String.valueOf(form.get("class_name"));
    String className = ALIASES.getOrDefault(written, written);
    Map<String, Object> config = new HashMap<>();
    if (form.get("config") instanceof Map<?, ?> map) {
      config.putAll(ModelConfigs.strings(map));
    }
    Settings s = new Settings(className, config);
    for (Map.Entry<UnaryKind, String> e : UNARY.entrySet()) {
      if (e.getValue().endsWith("." + className)) {
        return Node.apply(new Primitive.Unary(e.getKey()), value(operands, 0, className));
      }
    }
    for (Map.Entry<BinaryKind, String> e : BINARY.entrySet()) {
      if (e.getValue().endsWith("." + className)) {
        Primitive op = new Primitive.Binary(e.getKey());
        return Node.apply(op, value(operands, 0, className), value(operands, 1, className));
      }
    }
    Value x = value(operands, 0, className);
    int[] axes = s.getInts("axis", new int[0]);
    boolean keep = s.getBoolean("keepdims", false);
    return switch (className) {
      case "Sum" -> Ops.sum(x, keep, axes);
      case "Mean" -> Ops.mean(x, keep, axes);
      case "Prod" -> Ops.prod(x, keep, axes);
      case "Max", "Amax" -> Ops.max(x, keep, axes);
      case "Min", "Amin" -> Ops.min(x, keep, axes);
      case "Reshape" -> Ops.reshape(x, Shape.of(s.getInts("newshape")));
      default ->
          throw new IllegalArgumentException(
              "operation %s (%s) between layers is not supported"
                  .formatted(form.get("class_name"), form.get("module")));
    };
  }

  private static Value value(List<Object> operands, int i, String className) {
    if (i >= operands.size()) {
      throw new IllegalArgumentException(
          "operation %s: operand %d is missing, there are %s".formatted(className, i, operands));
    }
    if (operands.get(i) instanceof Value v) {
      return v;
    }
    Number number = (Number) operands.get(i);
    // Beside integers a number is one too: Keras asks token != 0 where it makes masks.
    boolean ints =
        operands.stream().anyMatch(o -> o instanceof Value v && v.dtype() == DType.INT32);
    return ints && number.doubleValue() == number.intValue()
        ? Ops.constant(Tensor.ofInts(Shape.scalar(), number.intValue()))
        : Ops.constant(number.floatValue());
  }
}
