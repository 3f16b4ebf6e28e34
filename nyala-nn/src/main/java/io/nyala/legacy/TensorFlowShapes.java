// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts TensorFlow functions that join, split, multiply and reorder. */
final class TensorFlowShapes {
  private TensorFlowShapes() {}

  /** Adds the operations of a call. Returns false if its function is not supported here. */
  static boolean translate(TensorFlowCall c, Operations to) {
    switch (c.function()) {
      case "reshape" -> to.last("Reshape", with("newshape", c.fixed(1, "shape")), x(c));
      case "transpose" -> to.last("Transpose", with("axes", c.fixed(1, "perm")), x(c));
      case "expand_dims", "expanddims" ->
          to.last("ExpandDims", with("axis", c.fixed(1, "axis", "dim")), x(c));
      case "squeeze" -> {
        Object axes = c.fixed(1, "axis", "squeeze_dims");
        boolean all = axes instanceof List<?> list && list.isEmpty();
        to.last("Squeeze", with("axis", all ? null : axes), x(c));
      }
      case "concat" -> to.last("Concatenate", with("axis", axis(c)), values(c));
      case "stack" -> to.last("Stack", with("axis", axis(c)), values(c));
      case "tile" -> to.last("Tile", with("repeats", c.fixed(1, "multiples")), x(c));
      case "repeat" -> {
        Map<String, Object> config = with("repeats", c.fixed(1, "repeats"));
        config.put("axis", c.fixed(2, "axis"));
        to.last("Repeat", config, x(c));
      }
      case "reverse", "reversev2" -> to.last("Flip", with("axis", c.fixed(1, "axis")), x(c));
      case "pad", "padv2" -> pad(c, to);
      case "one_hot" -> to.last("OneHot", with("num_classes", c.fixed(1, "depth")), x(c));
      case "gather", "gather_v2", "gatherv2" ->
          to.last(
              "Take",
              with("axis", TensorFlowForms.or(c.fixed(2, "axis"), 0)),
              c.operand(0, "params"),
              c.operand(1, "indices"));
      case "split" -> split(c, to);
      case "matmul", "batchmatmul", "batchmatmulv2" -> {
        Object a = c.operand(0, "a");
        Object b = c.operand(1, "b");
        a = c.flag(2, "transpose_a", "adj_x", "adjoint_a") ? turned(a, to) : a;
        b = c.flag(3, "transpose_b", "adj_y", "adjoint_b") ? turned(b, to) : b;
        to.last("Matmul", Map.of(), a, b);
      }
      case "getitem" -> to.last("GetItem", Map.of(), x(c), key(c.get(-1, "slice_spec")));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Object x(TensorFlowCall c) {
    return c.operand(0, "tensor", "input", "x", "a", "indices", "value");
  }

  private static List<Object> values(TensorFlowCall c) {
    List<Object> values = new ArrayList<>();
    if (c.get(0, "values") instanceof List<?> list && !TensorFlowCall.isReference(list)) {
      list.forEach(each -> values.add(TensorFlowCall.array(each)));
    } else {
      values.add(c.operand(0, "values"));
    }
    return values;
  }

  private static Object axis(TensorFlowCall c) {
    return TensorFlowForms.or(c.fixed(1, "axis"), 0);
  }

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put(key, value);
    return config;
  }

  private static Object turned(Object matrix, Operations to) {
    Map<String, Object> config = with("axis1", -2);
    config.put("axis2", -1);
    return to.step("Swapaxes", config, matrix);
  }

  private static void pad(TensorFlowCall c, Operations to) {
    Object mode = c.get(2, "mode");
    if (mode instanceof String text && !text.equalsIgnoreCase("constant")) {
      throw new IllegalArgumentException(
          "layer \"%s\": pad with mode %s is not supported".formatted(to.name(), text));
    }
    Map<String, Object> config = with("pad_width", c.get(1, "paddings"));
    config.put("mode", "constant");
    Object zero =
        mode instanceof Number ? mode : TensorFlowForms.or(c.get(3, "constant_values"), 0);
    to.last("Pad", config, x(c), zero);
  }

  /** Takes a number of parts, or the sizes of the parts. Keras uses the end indices instead. */
  private static void split(TensorFlowCall c, Operations to) {
    Object parts = c.fixed(1, "num_or_size_splits");
    if (parts instanceof List<?> sizes) {
      List<Object> ends = new ArrayList<>();
      int end = 0;
      for (Object size : sizes.subList(0, sizes.size() - 1)) {
        end += ((Number) size).intValue();
        ends.add(end);
      }
      parts = ends;
    }
    Map<String, Object> config = with("indices_or_sections", parts);
    config.put("axis", TensorFlowForms.or(c.fixed(2, "axis"), 0));
    to.last("Split", config, c.operand(0, "value"));
  }

  /** Converts ranges and ellipses to the forms of Keras 3. */
  private static Object key(Object spec) {
    if (spec instanceof List<?> list) {
      List<Object> parts = new ArrayList<>();
      list.forEach(each -> parts.add(key(each)));
      return parts;
    }
    if (spec instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      Map<String, Object> range = new LinkedHashMap<>();
      range.put("class_name", "__slice__");
      range.put("config", map);
      return range;
    }
    return spec;
  }
}
