// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.models.ModelConfigs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the forms of Keras 1 and 2 to those of Keras 3, and back to the form of {@code .h5} files:
 * other names of classes and settings, single numbers for lists, layers without a module.
 */
final class LegacyConfigs {
  /** The name in Python of what is public, and so in other files, as GroupQueryAttention. */
  private static final String GROUPED = "GroupedQueryAttention";

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("Convolution1D", "Conv1D"),
          Map.entry("Convolution2D", "Conv2D"),
          Map.entry("Convolution3D", "Conv3D"),
          Map.entry("AtrousConvolution1D", "Conv1D"),
          Map.entry("AtrousConvolution2D", "Conv2D"),
          Map.entry("Convolution1DTranspose", "Conv1DTranspose"),
          Map.entry("Convolution2DTranspose", "Conv2DTranspose"),
          Map.entry("Convolution3DTranspose", "Conv3DTranspose"),
          Map.entry("Deconvolution2D", "Conv2DTranspose"),
          Map.entry("SeparableConvolution1D", "SeparableConv1D"),
          Map.entry("SeparableConvolution2D", "SeparableConv2D"),
          Map.entry("MaxPool1D", "MaxPooling1D"),
          Map.entry("MaxPool2D", "MaxPooling2D"),
          Map.entry("MaxPool3D", "MaxPooling3D"),
          Map.entry("AvgPool1D", "AveragePooling1D"),
          Map.entry("AvgPool2D", "AveragePooling2D"),
          Map.entry("AvgPool3D", "AveragePooling3D"),
          Map.entry("GlobalMaxPool1D", "GlobalMaxPooling1D"),
          Map.entry("GlobalMaxPool2D", "GlobalMaxPooling2D"),
          Map.entry("GlobalMaxPool3D", "GlobalMaxPooling3D"),
          Map.entry("GlobalAvgPool1D", "GlobalAveragePooling1D"),
          Map.entry("GlobalAvgPool2D", "GlobalAveragePooling2D"),
          Map.entry("GlobalAvgPool3D", "GlobalAveragePooling3D"),
          Map.entry("BatchNormalizationV1", "BatchNormalization"),
          Map.entry("BatchNormalizationV2", "BatchNormalization"),
          Map.entry("SyncBatchNormalization", "BatchNormalization"),
          Map.entry(GROUPED, "GroupQueryAttention"),
          Map.entry("LSTMV2", "LSTM"),
          Map.entry("GRUV2", "GRU"));

  /** Settings of Keras 1 and what they are called since. */
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
          Map.entry("dropout_W", "dropout"),
          Map.entry("dropout_U", "recurrent_dropout"),
          Map.entry("lr", "learning_rate"));

  private LegacyConfigs() {}

  // To the present form

  /** Returns a model's form as Keras 3 would write it; also its {@code compile_config}. */
  static Map<String, Object> modernize(Map<String, ?> model, KerasVersion version) {
    Map<String, Object> form = object(model, version);
    if (form.get("config") instanceof List<?> layers) {
      form.put("config", new LinkedHashMap<>(Map.of("layers", layers)));
    }
    if (form.get("compile_config") instanceof Map<?, ?> compile) {
      form.put("compile_config", CompileForms.modernize(strings(compile)));
    }
    return form;
  }

  /** Returns the name that a layer has here, where names have no slashes. */
  static String layerName(String name) {
    return name.replace('/', '_');
  }

  private static Object any(Object part, KerasVersion version) {
    if (part instanceof List<?> list) {
      List<Object> changed = new ArrayList<>();
      list.forEach(each -> changed.add(any(each, version)));
      return changed;
    }
    return part instanceof Map<?, ?> map ? object(strings(map), version) : part;
  }

  private static Map<String, Object> object(Map<String, ?> map, KerasVersion version) {
    Map<String, Object> changed = new LinkedHashMap<>();
    map.forEach((k, v) -> changed.put(k, any(v, version)));
    if (changed.get("class_name") instanceof String name && changed.containsKey("config")) {
      String className = CLASSES.getOrDefault(name, name);
      changed.put("class_name", className);
      if (changed.get("config") instanceof Map<?, ?> config) {
        changed.put("config", settings(className, strings(config), version));
      }
    }
    if (changed.get("name") instanceof String name) {
      changed.put("name", layerName(name));
    }
    if (changed.get("inbound_nodes") instanceof List<?> nodes) {
      changed.put("inbound_nodes", references(nodes));
    }
    return changed;
  }

  private static Map<String, Object> settings(
      String className, Map<String, ?> config, KerasVersion version) {
    Map<String, Object> s = new LinkedHashMap<>();
    config.forEach(
        (key, v) -> {
          String name = version.major() < 2 ? SETTINGS.getOrDefault(key, key) : key;
          s.putIfAbsent(name, v);
        });
    if (version.major() < 2) {
      KerasOne.complete(className, s);
    }
    if (className.equals("BatchNormalization")
        && s.get("axis") instanceof List<?> axis
        && axis.size() == 1) {
      s.put("axis", axis.get(0));
    }
    for (String ends : List.of("input_layers", "output_layers")) {
      if (s.containsKey(ends)) {
        s.put(ends, references(s.get(ends)));
      }
    }
    if (version.major() < 3) {
      s.replaceAll(
          (k, v) -> k.endsWith("activation") && "hard_sigmoid".equals(v) ? OLD_SIGMOID : v);
    }
    return s;
  }

  /** Keras 3 has another function under that name. */
  static final String OLD_SIGMOID = "keras2_hard_sigmoid";

  /** Changes the names in {@code [name, call, result, ...]}, wherever they are. */
  private static Object references(Object part) {
    if (part instanceof List<?> list) {
      List<Object> changed = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        boolean name = i == 0 && list.size() >= 3 && list.get(0) instanceof String;
        changed.add(name ? layerName((String) list.get(0)) : references(list.get(i)));
      }
      return changed;
    }
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> changed = new LinkedHashMap<>();
      map.forEach((k, v) -> changed.put(String.valueOf(k), references(v)));
      return changed;
    }
    return part;
  }

  // To the form of .h5 files

  /** Takes away what the forms of layers do not have there. */
  static Map<String, Object> legacyForm(Map<String, ?> model) {
    Map<String, Object> form = new LinkedHashMap<>(model);
    form.remove("module");
    form.remove("registered_name");
    form.remove("build_config");
    if ("GroupQueryAttention".equals(form.get("class_name"))) {
      form.put("class_name", GROUPED);
    }
    if (form.get("config") instanceof Map<?, ?> config) {
      Map<String, Object> changed = new LinkedHashMap<>(strings(config));
      // Those inside others (layer, backward_layer, cell) keep their modules: Keras 3 needs them.
      if (changed.get("layers") instanceof List<?> layers) {
        List<Object> all = new ArrayList<>();
        for (Object layer : layers) {
          Map<String, Object> each = strings((Map<?, ?>) layer);
          all.add(ModelConfigs.isOperation(each) ? each : legacyForm(each));
        }
        changed.put("layers", all);
      }
      changed.remove("build_input_shape");
      // Keras takes the setting "dot" of Attention for its function of that name; it is the
      // default.
      changed.remove("score_mode", "dot");
      form.put("config", changed);
    }
    return form;
  }

  /** Returns {@code training_config} for {@code compile_config}. */
  static Map<String, Object> trainingForm(Map<?, ?> compile) {
    Map<String, Object> form = new LinkedHashMap<>(strings(compile));
    Map<String, Object> optimizer =
        new LinkedHashMap<>(strings((Map<?, ?>) form.remove("optimizer")));
    optimizer.keySet().retainAll(List.of("class_name", "config"));
    form.put("optimizer_config", optimizer);
    return form;
  }

  @SuppressWarnings("unchecked") // keys of JSON objects are strings
  static Map<String, Object> strings(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
