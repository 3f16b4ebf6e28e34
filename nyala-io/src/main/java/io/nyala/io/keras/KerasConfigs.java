// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.files.FormatException;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.legacy.KerasVersion;
import io.nyala.legacy.OlderForms;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.tensor.ShapeException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates models from Keras configurations; errors name the layer. */
final class KerasConfigs {
  private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

  private static final System.Logger LOG = System.getLogger(KerasConfigs.class.getPackageName());

  private KerasConfigs() {}

  /**
   * Converts a configuration to that of Keras 3.
   *
   * @param what the name of the file in messages
   * @throws IllegalArgumentException if a layer has no counterpart in Keras 3
   */
  static Map<String, Object> modernize(Map<String, ?> config, String what) {
    try {
      return OlderForms.modernize(config);
    } catch (IllegalArgumentException
        | ClassCastException
        | IndexOutOfBoundsException
        | NullPointerException e) {
      throw new IllegalArgumentException("%s: %s".formatted(what, reason(e)), e);
    }
  }

  /** Returns the reason why a configuration is invalid, also for exceptions without a message. */
  private static String reason(RuntimeException e) {
    return e instanceof IllegalArgumentException || e instanceof IllegalStateException
        ? e.getMessage()
        : "its model configuration is not in Keras's format; was it damaged or edited?";
  }

  /**
   * Creates a model with new weights.
   *
   * @param config the configuration in the format of Keras 3
   * @param version the version of Keras that wrote it
   * @param what the name of the file in messages
   * @throws FormatException if a layer does not accept its input, or its output exceeds the size of
   *     an array
   * @throws IllegalArgumentException if a layer is unknown
   */
  static Model model(Map<String, ?> config, KerasVersion version, boolean compiled, String what)
      throws FormatException {
    Map<String, Object> form = new LinkedHashMap<>(config);
    Object compile = form.remove("compile_config");
    if (version.major() < 3) {
      form = UnknownParts.leftOut(form, what);
    }
    checkKnown(form, null, what);
    if ("Sequential".equals(form.get("class_name"))) {
      declareInput(form);
    }
    Model model;
    try {
      model = ModelConfigs.fromConfig(form);
    } catch (ShapeException e) {
      throw new FormatException("%s: %s".formatted(what, e.getMessage()), e);
    } catch (IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | IndexOutOfBoundsException
        | NullPointerException e) {
      throw new IllegalArgumentException("%s: %s".formatted(what, reason(e)), e);
    }
    if (compiled && compile instanceof Map<?, ?> training) {
      compile(model, LegacyConfigs.strings(training), version, what);
    }
    return model;
  }

  /** Compiles a model; models of Keras 1 or 2 with unknown losses are left uncompiled. */
  private static void compile(
      Model model, Map<String, Object> training, KerasVersion version, String what) {
    try {
      ModelConfigs.compile(model, training);
    } catch (IllegalArgumentException
        | ClassCastException
        | IndexOutOfBoundsException
        | NullPointerException e) {
      if (version.major() >= 3) {
        throw new IllegalArgumentException(
            "%s: %s; loadUncompiled reads the model without it".formatted(what, reason(e)), e);
      }
      LOG.log(
          Level.WARNING,
          "{0}: the model is not compiled, because its training configuration is not supported: "
              + "{1}",
          what,
          reason(e));
    }
  }

  /** A sequential model without an input may still contain the shape it was built with. */
  private static void declareInput(Map<String, Object> form) {
    if (!(form.get("config") instanceof Map<?, ?> config)
        || !(config.get("layers") instanceof List<?> layers)
        || layers.isEmpty()
        || !(layers.get(0) instanceof Map<?, ?> first)
        || "InputLayer".equals(first.get("class_name"))
        || hasInputShape(first)) {
      return;
    }
    Object shape = config.get("build_input_shape");
    if (shape == null && form.get("build_config") instanceof Map<?, ?> build) {
      shape = build.get("input_shape");
    }
    if (!(shape instanceof List<?>)) {
      return;
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("batch_shape", shape);
    List<Object> all = new java.util.ArrayList<>();
    all.add(Map.of("class_name", "InputLayer", "config", input));
    all.addAll(layers);
    Map<String, Object> changed = new LinkedHashMap<>();
    config.forEach((k, v) -> changed.put(String.valueOf(k), v));
    changed.put("layers", all);
    form.put("config", changed);
  }

  private static boolean hasInputShape(Map<?, ?> layer) {
    return layer.get("config") instanceof Map<?, ?> c && c.get("batch_input_shape") != null;
  }

  /** Checks for unregistered layers before anything is created. */
  private static void checkKnown(Object part, String inside, String what) {
    if (part instanceof List<?> list) {
      list.forEach(each -> checkKnown(each, inside, what));
      return;
    }
    if (!(part instanceof Map<?, ?> form)) {
      return;
    }
    Object config = form.get("config");
    if (form.get("class_name") instanceof String className) {
      boolean model = MODELS.contains(className);
      if (!model
          && !ModelConfigs.isOperation(form)
          && !LayerRegistry.knows(registered(form, className))) {
        throw new IllegalArgumentException(
            ("%s: layer \"%s\" is of class %s, which is unknown; register it before loading:"
                    + " LayerRegistry.register(\"%s\", settings -> ...)")
                .formatted(what, name(form), className, registered(form, className)));
      }
    }
    if (config instanceof Map<?, ?> settings) {
      checkKnown(settings.get("layers"), inside, what);
      checkKnown(settings.get("layer"), inside, what);
      checkKnown(settings.get("backward_layer"), inside, what);
    } else if (config instanceof List<?> bare) {
      checkKnown(bare, inside, what);
    }
  }

  private static String registered(Map<?, ?> form, String className) {
    return form.get("registered_name") instanceof String name && LayerRegistry.knows(name)
        ? name
        : className;
  }

  private static Object name(Map<?, ?> form) {
    Object name = form.get("name");
    return name == null && form.get("config") instanceof Map<?, ?> c ? c.get("name") : name;
  }
}
