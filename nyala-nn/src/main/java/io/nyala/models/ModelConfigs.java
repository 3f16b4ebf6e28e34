// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.SharedLayers;
import io.nyala.legacy.OlderForms;
import io.nyala.models.config.ConfigWriter;
import io.nyala.models.config.GraphReader;
import io.nyala.models.operations.OpForms;
import io.nyala.models.serving.Decoding;
import io.nyala.settings.Arguments;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Converts models from and to the format of Keras's {@code config.json}: maps, lists, strings,
 * numbers, booleans and null, for use with any JSON library.
 */
public final class ModelConfigs {
  private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

  static {
    // Lets wrapper layers, which read their inner layer themselves, find nested models.
    for (String className : MODELS) {
      LayerRegistry.register(className, s -> read(className, s));
    }
  }

  private static final String SEED = "seed";
  private static final String DECODING = "decoding";

  private ModelConfigs() {}

  /**
   * Returns the Keras configuration of a model, with the settings of {@code compile} if there are
   * any. A seed other than 0 and the meaning of outputs, which Keras does not have, are stored in
   * additional entries.
   *
   * @throws IllegalArgumentException if an operation between its layers has no equivalent in Keras
   */
  public static Map<String, Object> toConfig(Model model) {
    Arguments.given("model", model);
    Map<String, Object> form = SharedLayers.writing(model, () -> write(model));
    if (model.seed() != 0) {
      form.put(SEED, model.seed());
    }
    if (!model.decodings().isEmpty()) {
      Map<String, Object> decodings = new LinkedHashMap<>();
      model.decodings().forEach((output, decoding) -> decodings.put(output, decoding.config()));
      form.put(DECODING, decodings);
    }
    return form;
  }

  /** Returns whether an entry in a model's {@code layers} is an operation between layers. */
  public static boolean isOperation(Map<?, ?> form) {
    return OpForms.isOperation(Arguments.given("form", form));
  }

  /**
   * Creates a model with new weights from a Keras configuration; compiled if the configuration has
   * compile settings. Configurations of Keras 1 and 2 are recognized by their {@code
   * keras_version}, or by their structure if that is missing, and read with the semantics of those
   * versions.
   *
   * @throws IllegalArgumentException if a layer or operation is unknown or the configuration is
   *     invalid
   */
  public static Model fromConfig(Map<String, ?> form) {
    if (!(Arguments.given("form", form).get("class_name") instanceof String className)
        || !MODELS.contains(className)) {
      Object got = form.get("class_name");
      throw new IllegalArgumentException(
          "expected the configuration of a Sequential or Functional model, got "
              + (got == null ? "one without class_name" : "class " + got));
    }
    Map<String, Object> present = OlderForms.modernize(form);
    Model model = (Model) SharedLayers.reading(() -> LayerRegistry.fromConfig(present));
    if (present.get(SEED) instanceof Number seed) {
      model.seed(seed.longValue());
    }
    if (present.get(DECODING) instanceof Map<?, ?> decodings) {
      OpForms.strings(decodings)
          .forEach((output, decoding) -> model.decode(output, decoding(decoding)));
    }
    if (present.get("compile_config") instanceof Map<?, ?> compile) {
      compile(model, OpForms.strings(compile));
    }
    return model;
  }

  private static Decoding decoding(Object form) {
    if (form instanceof Map<?, ?> map) {
      return Decoding.fromConfig(OpForms.strings(map));
    }
    throw new IllegalArgumentException("expected the decoding of an output, got " + form);
  }

  /**
   * Compiles a model from a Keras {@code compile_config}; leaves it unchanged if that has no
   * optimizer or no loss.
   *
   * @throws IllegalArgumentException if an optimizer, loss or metric is unknown or the
   *     configuration is invalid
   */
  public static void compile(Model model, Map<String, ?> form) {
    Arguments.given("model", model);
    CompileConfig.read(new Settings("compile_config", form), model).ifPresent(model::compile);
  }

  private static Map<String, Object> write(Model model) {
    Map<String, Object> form =
        switch (model) {
          case Sequential s -> Serialized.form("keras", "Sequential", s.config(), null);
          case Functional f ->
              Serialized.form(
                  "keras.src.models.functional", "Functional", f.config(), "Functional");
          default -> Serialized.object(model, "keras", model.className(), model.config());
        };
    Map<String, Object> build = new LinkedHashMap<>();
    boolean chain = model instanceof Sequential && model.inputTypes() != null;
    build.put(
        "input_shape", chain ? ConfigWriter.extents(model.inputTypes().get(0).shape()) : null);
    form.put("build_config", build);
    form.put("compile_config", CompileConfig.write(model));
    return form;
  }

  private static Model read(String className, Settings settings) {
    return className.equals("Sequential")
        ? Sequential.of(GraphReader.chain(settings))
        : new GraphReader(settings).graph(Functional::new);
  }
}
