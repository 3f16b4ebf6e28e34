// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Converts the layer settings of Keras 1 to those of Keras 2. */
final class KerasOne {
  /** The newer names of settings. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("nb_filter", "filters"),
          Map.entry("filter_length", "kernel_size"),
          Map.entry("subsample", "strides"),
          Map.entry("subsample_length", "strides"),
          Map.entry("atrous_rate", "dilation_rate"),
          Map.entry("border_mode", "padding"),
          Map.entry("init", "kernel_initializer"),
          Map.entry("inner_init", "recurrent_initializer"),
          Map.entry("inner_activation", "recurrent_activation"),
          Map.entry("W_regularizer", "kernel_regularizer"),
          Map.entry("U_regularizer", "recurrent_regularizer"),
          Map.entry("b_regularizer", "bias_regularizer"),
          Map.entry("W_constraint", "kernel_constraint"),
          Map.entry("b_constraint", "bias_constraint"),
          Map.entry("bias", "use_bias"),
          Map.entry("p", "rate"),
          Map.entry("sigma", "stddev"),
          Map.entry("pool_length", "pool_size"),
          Map.entry("stride", "strides"),
          Map.entry("length", "size"),
          Map.entry("dropout_W", "dropout"),
          Map.entry("dropout_U", "recurrent_dropout"));

  private static final List<String> WITH_UNITS =
      List.of("Dense", "LSTM", "GRU", "SimpleRNN", "Highway", "MaxoutDense");

  private static final List<List<String>> EXTENTS =
      List.of(List.of("nb_row", "nb_col"), List.of("kernel_dim1", "kernel_dim2", "kernel_dim3"));

  private static final String INITIALIZER = "initializer";

  private KerasOne() {}

  /**
   * Returns the settings of a layer under the names of Keras 2.
   *
   * @param className the current one
   * @throws IllegalArgumentException if the operation of the layer is no longer supported
   */
  static Map<String, Object> settings(String className, Map<String, Object> config) {
    Map<String, Object> s = new LinkedHashMap<>();
    config.forEach((key, v) -> s.putIfAbsent(SETTINGS.getOrDefault(key, key), v));
    if (WITH_UNITS.contains(className) && s.containsKey("output_dim")) {
      s.put("units", s.remove("output_dim"));
    }
    for (List<String> extents : EXTENTS) {
      if (s.keySet().containsAll(extents)) {
        s.put("kernel_size", extents.stream().map(s::remove).toList());
      }
    }
    Object order = s.remove("dim_ordering");
    if (order != null && !"default".equals(order)) {
      s.put("data_format", "th".equals(order) ? "channels_first" : "channels_last");
    }
    if (className.startsWith("ZeroPadding") || className.startsWith("Cropping")) {
      s.computeIfPresent("padding", (k, v) -> padding(v));
    }
    if (className.equals("Embedding")) {
      List.of(INITIALIZER, "regularizer", "constraint")
          .forEach(part -> rename(s, "kernel_" + part, "embeddings_" + part));
    }
    if (className.equals("BatchNormalization")) {
      checkMode(s);
    }
    s.replaceAll(KerasOne::object);
    return s;
  }

  private static void rename(Map<String, Object> s, String from, String to) {
    if (s.containsKey(from)) {
      s.put(to, s.remove(from));
    }
  }

  private static Object object(String key, Object form) {
    if (key.endsWith(INITIALIZER) && form instanceof String name) {
      return initializer(name);
    }
    if (form instanceof Map<?, ?> map && !map.containsKey("class_name")) {
      return key.endsWith("regularizer")
          ? regularizer(map)
          : key.endsWith("constraint") ? constraint(map) : form;
    }
    return form;
  }

  private static String initializer(String name) {
    return switch (name) {
      case "normal", "gaussian" -> "random_normal";
      case "uniform" -> "random_uniform";
      case "zero" -> "zeros";
      case "one" -> "ones";
      default -> name;
    };
  }

  /** {@code {"name": "WeightRegularizer", "l1": 0, "l2": 0.01}}. */
  private static Object regularizer(Map<?, ?> form) {
    if (!form.containsKey("l1") && !form.containsKey("l2")) {
      return form;
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("l1", form.get("l1") instanceof Number l1 ? l1 : 0);
    config.put("l2", form.get("l2") instanceof Number l2 ? l2 : 0);
    return Map.of("class_name", "L1L2", "config", config);
  }

  /** {@code {"name": "MaxNorm", "m": 2, "axis": 0}}. */
  private static Object constraint(Map<?, ?> form) {
    if (!(form.get("name") instanceof String name)) {
      return form;
    }
    Map<String, Object> config = new LinkedHashMap<>();
    form.forEach((k, v) -> config.put("m".equals(k) ? "max_value" : String.valueOf(k), v));
    config.remove("name");
    return Map.of("class_name", name, "config", config);
  }

  /** One number, a pair for symmetric padding, four numbers, or numbers with names. */
  private static Object padding(Object form) {
    if (form instanceof Map<?, ?> sides) {
      List<?> two = sides(sides, "left_pad", "right_pad");
      return sides.containsKey("top_pad") || sides.containsKey("bottom_pad")
          ? List.of(sides(sides, "top_pad", "bottom_pad"), two)
          : two;
    }
    return form instanceof List<?> all && all.size() == 4 && all.get(0) instanceof Number
        ? List.of(all.subList(0, 2), all.subList(2, 4))
        : form;
  }

  private static List<?> sides(Map<?, ?> sides, String... names) {
    return Stream.of(names).map(n -> sides.get(n) instanceof Number pad ? pad : 0).toList();
  }

  private static void checkMode(Map<String, Object> s) {
    if (s.remove("mode") instanceof Number mode && mode.intValue() != 0) {
      throw new IllegalArgumentException(
          ("BatchNormalization \"%s\": mode %s of Keras 1 (%s) is not supported, only mode 0; "
                  + "retrain the model with mode 0, or with LayerNormalization")
              .formatted(
                  s.get("name"),
                  mode,
                  mode.intValue() == 1
                      ? "over each sample"
                      : "over each batch, also in prediction"));
    }
  }
}
