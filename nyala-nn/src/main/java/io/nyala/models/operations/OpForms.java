// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.operations;

import io.nyala.layers.base.LayerRegistry;
import io.nyala.ops.Leaf;
import io.nyala.ops.MeanOp;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.ReduceKind;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.settings.Serialized;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bare operations between layers, in Keras 3's form {@code keras.src.ops.numpy / Add}. Arithmetic,
 * comparison, common functions, reductions and reshaping are supported. Anything else requires a
 * layer.
 */
public final class OpForms {
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

  private static final Set<String> IN_CORE = Set.of("Cast", "ConvertToTensor", "StopGradient");
  private static final Set<String> IN_NN = Set.of("Softmax", "LogSoftmax");

  private OpForms() {}

  /** Returns Keras's module for an operation class that older files name without a module. */
  public static String module(String className) {
    String core = IN_CORE.contains(className) ? "keras.src.ops.core" : NUMPY;
    return IN_NN.contains(className) ? NN : className.equals("Logsumexp") ? MATH : core;
  }

  /** Returns Keras's class of an operation, or its label in this library if there is none. */
  public static String className(Node node) {
    String full = full(node);
    return full == null ? node.op().label() : full.substring(full.lastIndexOf('.') + 1);
  }

  private static String full(Node node) {
    return switch (node.op()) {
      case Primitive.Unary u -> UNARY.get(u.kind());
      case Primitive.Binary b -> BINARY.get(b.kind());
      case Primitive.Reduce r -> REDUCE.get(r.kind());
      case Primitive.Reshape r -> NUMPY + ".Reshape";
      case MeanOp m -> NUMPY + ".Mean";
      case FileOperation f -> f.form().get("module") + "." + f.className();
      default -> null;
    };
  }

  // Writing

  public static Map<String, Object> write(Node node, String name) {
    String full = full(node);
    if (full == null) {
      throw new IllegalArgumentException(
          "operation \"%s\" cannot be represented in Keras's files; put it into a custom layer"
              .formatted(name));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    switch (node.op()) {
      case Primitive.Reduce r -> putAxes(config, r.axes());
      case MeanOp m -> putAxes(config, m.axes());
      case Primitive.Reshape r -> config.put("newshape", batchFree(node.output(0).shape()));
      case FileOperation f -> config.putAll(f.config(name));
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
  public static Object number(Leaf.Constant constant, String user) {
    if (constant.tensor().size() != 1) {
      throw new IllegalArgumentException(
          ("operation \"%s\" has a constant of shape %s, but only single numbers can be saved; put "
                      + "it")
                  .formatted(user, constant.tensor().shape())
              + " into a layer");
    }
    return (double) constant.tensor().at(0);
  }

  // Reading

  /**
   * Older files name no module. There, an operation has a known class and calls in the format of
   * Keras 3. If its class name is also that of a layer, it lacks the settings that every layer has.
   */
  public static boolean isOperation(Map<?, ?> form) {
    if (form.get("module") instanceof String module) {
      return module.contains(".ops.");
    }
    String written = String.valueOf(form.get("class_name"));
    boolean layer =
        form.get("config") instanceof Map<?, ?> config && config.containsKey("trainable");
    return isKnown(ALIASES.getOrDefault(written, written))
        && (!LayerRegistry.knows(written) || (!layer && hasNamedArguments(form)));
  }

  private static boolean isKnown(String className) {
    return unary(className) != null || FileOperations.knows(className);
  }

  private static boolean hasNamedArguments(Map<?, ?> form) {
    return form.get("inbound_nodes") instanceof List<?> calls
        && !calls.isEmpty()
        && calls.get(0) instanceof Map<?, ?> call
        && call.get("args") instanceof List<?>;
  }

  private static Primitive.Unary unary(String className) {
    return UNARY.entrySet().stream()
        .filter(e -> e.getValue().endsWith("." + className))
        .map(e -> new Primitive.Unary(e.getKey()))
        .findAny()
        .orElse(null);
  }

  /** Returns the function of two elements of this name, or null. */
  static Primitive.Binary binary(String className) {
    return BINARY.entrySet().stream()
        .filter(e -> e.getValue().endsWith("." + className))
        .map(e -> new Primitive.Binary(e.getKey()))
        .findAny()
        .orElse(null);
  }

  /** Applies an operation, using a primitive if one accepts the operands. */
  public static List<Value> read(Map<String, ?> form, CallArguments in) {
    String written = String.valueOf(form.get("class_name"));
    String className = ALIASES.getOrDefault(written, written);
    Primitive.Unary unary = unary(className);
    if (unary != null && unary.kind() != UnaryKind.NOT) {
      Value x = in.value(0, "x");
      DType type =
          x.dtype() == DType.FLOAT32 || unary.kind().takesInts() ? x.dtype() : DType.FLOAT32;
      return List.of(Node.apply(unary, Ops.cast(x, type)));
    }
    Primitive.Binary binary = binary(className);
    if (binary != null && fits(binary, in)) {
      return List.of(Node.apply(binary, in.value(0, "x1"), in.value(1, "x2")));
    }
    if (!FileOperations.knows(className)) {
      throw new IllegalArgumentException(
          "operation %s (%s) between layers is not supported"
              .formatted(form.get("class_name"), form.get("module")));
    }
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("module", form.get("module") instanceof String module ? module : module(className));
    own.put("class_name", className);
    own.put("config", form.get("config") instanceof Map<?, ?> config ? config : Map.of());
    return FileOperation.apply(own, in);
  }

  private static boolean fits(Primitive.Binary op, CallArguments in) {
    if (!isPlain(in.get(0, "x1")) || !isPlain(in.get(1, "x2"))) {
      return false;
    }
    DType a = in.value(0, "x1").dtype();
    DType b = in.value(1, "x2").dtype();
    return switch (op.kind()) {
      case AND, OR -> a == DType.BOOL && b == DType.BOOL;
      case DIVIDE, POWER -> a == DType.FLOAT32 && b == DType.FLOAT32;
      default -> a == b;
    };
  }

  private static boolean isPlain(Object argument) {
    return argument instanceof Value || argument instanceof Number;
  }

  /** Returns a map with string keys, which JSON objects always have. */
  @SuppressWarnings("unchecked")
  public static Map<String, ?> strings(Map<?, ?> map) {
    return (Map<String, ?>) map;
  }
}
