// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Converts TensorFlow functions between layers to the corresponding operations of Keras 3. */
final class TensorFlowForms {
  private static final Set<String> CLASSES =
      Set.of("TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer");

  private static final Map<String, String> OF_TWO = new LinkedHashMap<>();
  private static final Map<String, String> OF_ONE = new LinkedHashMap<>();
  private static final Map<String, String> OVER_AXES = new LinkedHashMap<>();

  static {
    put(OF_TWO, "Add", "add", "addv2", "bias_add", "biasadd");
    put(OF_TWO, "Subtract", "subtract", "sub");
    put(OF_TWO, "Multiply", "multiply", "mul");
    put(OF_TWO, "Divide", "truediv", "divide", "realdiv", "div");
    put(OF_TWO, "Power", "pow", "power");
    put(OF_TWO, "Maximum", "maximum");
    put(OF_TWO, "Minimum", "minimum");
    put(OF_TWO, "Equal", "equal", "eq");
    put(OF_TWO, "NotEqual", "not_equal", "notequal", "ne");
    put(OF_TWO, "Less", "less", "lt");
    put(OF_TWO, "LessEqual", "less_equal", "lessequal", "le");
    put(OF_TWO, "Greater", "greater", "gt");
    put(OF_TWO, "GreaterEqual", "greater_equal", "greaterequal", "ge");
    put(OF_TWO, "LogicalAnd", "logical_and", "logicaland");
    put(OF_TWO, "LogicalOr", "logical_or", "logicalor");
    put(OF_ONE, "Negative", "negative", "neg");
    put(OF_ONE, "LogicalNot", "logical_not", "logicalnot");
    put(OF_ONE, "StopGradient", "stop_gradient", "stopgradient");
    put(OF_ONE, "Silu", "silu", "swish");
    put(OF_ONE, "ConvertToTensor", "identity", "convert_to_tensor");
    put(OF_ONE, "Absolute", "abs");
    for (String same :
        List.of(
            "Sign",
            "Square",
            "Sqrt",
            "Rsqrt",
            "Reciprocal",
            "Exp",
            "Expm1",
            "Log",
            "Log1p",
            "Sin",
            "Cos",
            "Tanh",
            "Sigmoid",
            "Softplus",
            "Erf",
            "Floor",
            "Ceil",
            "Round",
            "Relu",
            "Relu6",
            "Elu",
            "Selu",
            "Softsign")) {
      put(OF_ONE, same, same.toLowerCase(Locale.ROOT));
    }
    put(OVER_AXES, "Mean", "reduce_mean", "mean");
    put(OVER_AXES, "Sum", "reduce_sum", "sum");
    put(OVER_AXES, "Max", "reduce_max", "max");
    put(OVER_AXES, "Min", "reduce_min", "min");
    put(OVER_AXES, "Prod", "reduce_prod", "prod");
    put(OVER_AXES, "Any", "reduce_any", "any");
    put(OVER_AXES, "All", "reduce_all", "all");
    put(OVER_AXES, "Std", "reduce_std");
    put(OVER_AXES, "Var", "reduce_variance");
    put(OVER_AXES, "Logsumexp", "reduce_logsumexp");
  }

  private static void put(Map<String, String> map, String className, String... functions) {
    Arrays.asList(functions).forEach(f -> map.put(f, className));
  }

  private TensorFlowForms() {}

  static boolean isOne(Map<?, ?> form) {
    return form.get("class_name") instanceof String name && CLASSES.contains(name);
  }

  /** Returns the entries equivalent to a given one. The last of them has its name. */
  static List<Map<String, Object>> present(Map<String, Object> form) {
    String name = OlderModels.name(form);
    Operations operations = new Operations(name);
    if (form.get("inbound_nodes") instanceof List<?> nodes) {
      for (Object node : nodes) {
        operations.next();
        translate(TensorFlowCall.of(form, node), operations);
      }
    }
    return operations.entries();
  }

  private static Object x(TensorFlowCall c) {
    return c.operand(
        0, "x", "a", "input_tensor", "input", "features", "logits", "tensor", "value", "images");
  }

  private static void translate(TensorFlowCall c, Operations to) {
    String f = c.function();
    if (OF_TWO.containsKey(f)) {
      to.last(OF_TWO.get(f), Map.of(), x(c), c.operand(1, "y", "b", "bias"));
    } else if (OF_ONE.containsKey(f)) {
      to.last(OF_ONE.get(f), Map.of(), x(c));
    } else if (OVER_AXES.containsKey(f)) {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("axis", c.fixed(1, "axis", "reduction_indices"));
      config.put("keepdims", c.flag(2, "keepdims", "keep_dims"));
      to.last(OVER_AXES.get(f), config, x(c));
    } else if (!composed(c, to) && !TensorFlowShapes.translate(c, to)) {
      throw new IllegalArgumentException(
          ("layer \"%s\": operation %s of TensorFlow is not supported; build the model in code, "
                      + "with a custom")
                  .formatted(to.name(), f)
              + " layer for it, and load its weights");
    }
  }

  /** Converts functions with special settings, and those without a single equivalent in Keras 3. */
  private static boolean composed(TensorFlowCall c, Operations to) {
    switch (c.function()) {
      case "softmax", "softmax_v2" -> to.last("Softmax", axis(c, -1), x(c));
      case "log_softmax", "log_softmax_v2", "logsoftmax" ->
          to.last("LogSoftmax", axis(c, -1), x(c));
      case "argmax", "argmin" ->
          to.last(c.function().equals("argmax") ? "Argmax" : "Argmin", axis(c, 0), x(c));
      case "leaky_relu", "leakyrelu" ->
          to.last("LeakyRelu", Map.of("negative_slope", or(c.get(1, "alpha"), 0.2)), x(c));
      case "gelu" -> to.last("Gelu", Map.of("approximate", c.flag(1, "approximate")), x(c));
      case "hard_sigmoid" -> {
        Object line = to.step("Multiply", Map.of(), x(c), 0.2);
        line = to.step("Add", Map.of(), line, 0.5);
        to.last("Clip", Map.of("x_min", 0.0, "x_max", 1.0), line);
      }
      case "clip_by_value" -> {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("x_min", c.fixed(1, "clip_value_min"));
        config.put("x_max", c.fixed(2, "clip_value_max"));
        to.last("Clip", config, c.operand(0, "t"));
      }
      case "cast" -> {
        String type = String.valueOf(c.get(1, "dtype", "DstT"));
        to.last("Cast", Map.of("dtype", dtype(type)), x(c));
      }
      case "where", "where_v2", "select", "selectv2" ->
          to.last(
              "Where", Map.of(), c.operand(0, "condition"), c.operand(1, "x"), c.operand(2, "y"));
      case "floordiv" -> to.last("Floor", Map.of(), to.step("Divide", Map.of(), x(c), y(c)));
      case "squared_difference", "squareddifference" ->
          to.last("Square", Map.of(), to.step("Subtract", Map.of(), x(c), y(c)));
      case "l2_normalize" -> {
        Map<String, Object> over = new LinkedHashMap<>();
        over.put("axis", c.fixed(1, "axis"));
        over.put("keepdims", true);
        Object sum = to.step("Sum", over, to.step("Square", Map.of(), x(c)));
        sum = to.step("Maximum", Map.of(), sum, or(c.get(2, "epsilon"), 1e-12));
        to.last("Multiply", Map.of(), x(c), to.step("Rsqrt", Map.of(), sum));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Object y(TensorFlowCall c) {
    return c.operand(1, "y");
  }

  private static Map<String, Object> axis(TensorFlowCall c, int other) {
    return Map.of("axis", or(c.fixed(1, "axis", "dimension"), other));
  }

  static Object or(Object found, Object other) {
    return found == null ? other : found;
  }

  /** Returns Keras's name of an element type that may be TensorFlow's: {@code DT_INT32}. */
  private static String dtype(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace("dt_", "");
    return switch (lower) {
      case "float" -> "float32";
      case "double" -> "float64";
      case "half" -> "float16";
      default -> lower;
    };
  }
}
