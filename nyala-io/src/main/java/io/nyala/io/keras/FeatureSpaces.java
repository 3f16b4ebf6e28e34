// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.files.FormatException;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.layers.base.LayerNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of Keras's {@code FeatureSpace}. They are read as a model from the raw columns to the
 * encoded features: with one output, or, in output mode {@code dict}, one for each feature and
 * cross.
 */
final class FeatureSpaces {
  private static final String CLASS = "FeatureSpace";
  private static final String PLACE = "preprocessors/";

  /** Layers of Keras's that exist only inside its feature spaces, and what they are. */
  private static final Map<String, String> PLAIN =
      Map.of("TFDIdentity", "Identity", "TFDConcat", "Concatenate");

  private final Zip zip;
  private final String file;
  private final List<Object> layers = new ArrayList<>();
  private final Map<String, Object> inputs = new TreeMap<>();

  /** What is known of each value: the name of its layer, its type and the number of categories. */
  private record Encoded(String layer, String dtype, int categories) {}

  private FeatureSpaces(Zip zip, String file) {
    this.zip = zip;
    this.file = file;
  }

  static boolean isOne(Map<?, ?> form) {
    return CLASS.equals(form.get("class_name"));
  }

  /**
   * Returns the configuration of the model that a feature space is, with all that it learned. The
   * model has no weights of its own.
   */
  static Map<String, Object> model(Map<String, Object> form, Zip zip, String file)
      throws IOException {
    return new FeatureSpaces(zip, file).convert(form);
  }

  /** Returns a configuration in which the layers of feature spaces are ordinary layers. */
  static Map<String, Object> plain(Map<?, ?> form) {
    Map<String, Object> changed = new LinkedHashMap<>(LegacyConfigs.strings(form));
    changed.computeIfPresent(
        "class_name", (key, name) -> PLAIN.getOrDefault(name, name.toString()));
    if (form.get("config") instanceof Map<?, ?> config
        && config.get("layers") instanceof List<?> inner) {
      Map<String, Object> settings = new LinkedHashMap<>(LegacyConfigs.strings(config));
      List<Object> all = new ArrayList<>();
      inner.forEach(each -> all.add(each instanceof Map<?, ?> layer ? plain(layer) : each));
      settings.put("layers", all);
      changed.put("config", settings);
    }
    return changed;
  }

  private Map<String, Object> convert(Map<String, Object> form) throws IOException {
    Map<?, ?> config = map(form.get("config"), "config");
    Map<String, Encoded> encoded = new LinkedHashMap<>();
    Map<String, String> modes = new TreeMap<>();
    Map<String, Integer> taken = new HashMap<>();
    for (Map.Entry<?, ?> each : map(config.get("features"), "features").entrySet()) {
      String name = each.getKey().toString();
      Map<?, ?> feature = map(map(each.getValue(), name).get("config"), name);
      modes.put(name, String.valueOf(feature.get("output_mode")));
      encoded.put(name, feature(name, feature, taken));
    }
    Map<String, String> crossModes = new TreeMap<>();
    for (Object each : config.get("crosses") instanceof List<?> list ? list : List.of()) {
      Map<?, ?> cross = map(map(each, "crosses").get("config"), "crosses");
      String name = cross(cross, encoded);
      crossModes.put(name, String.valueOf(cross.get("output_mode")));
    }
    // Keras sorts the features by name, and puts the crosses behind them.
    Map<String, String> order = new LinkedHashMap<>(modes);
    order.putAll(crossModes);
    Map<String, Object> outputs = new TreeMap<>();
    List<Encoded> parts = new ArrayList<>();
    order.forEach(
        (name, mode) -> {
          Encoded part = encoded.get(name);
          if (mode.equals("one_hot")) {
            part = oneHot(name, part);
          }
          parts.add(part);
          outputs.put(name, List.of(part.layer, 0, 0));
        });
    boolean dict = "dict".equals(config.get("output_mode"));
    if (!dict && parts.size() > 1) {
      layer("Concatenate", "concat", Map.of("axis", -1), List.of(references(parts)));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", "feature_space");
    settings.put("layers", layers);
    settings.put("input_layers", inputs);
    Object single = parts.size() > 1 ? List.of("concat", 0, 0) : List.of(parts.get(0).layer, 0, 0);
    settings.put("output_layers", dict ? outputs : single);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("module", "keras.src.models.functional");
    model.put("class_name", "Functional");
    model.put("config", settings);
    model.put("registered_name", "Functional");
    if (form.containsKey("keras_version")) {
      model.put("keras_version", form.get("keras_version"));
    }
    return model;
  }

  private Map<?, ?> map(Object value, String what) throws FormatException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new FormatException(
        "%s: %s of the FeatureSpace: expected an object, got %s".formatted(file, what, value));
  }

  private Encoded feature(String name, Map<?, ?> feature, Map<String, Integer> taken)
      throws IOException {
    String dtype = String.valueOf(feature.get("dtype"));
    Map<String, Object> input = new LinkedHashMap<>();
    List<Integer> column = new ArrayList<>();
    column.add(null);
    column.add(1);
    input.put("batch_shape", column);
    input.put("dtype", dtype);
    layer("InputLayer", name, input, List.of());
    inputs.put(name, List.of(name, 0, 0));

    Map<?, ?> form = map(feature.get("preprocessor"), name);
    String className = String.valueOf(form.get("class_name"));
    String snake = LayerNames.snakeCase(className);
    int number = taken.merge(snake, 1, Integer::sum) - 1;
    String place = PLACE + snake + (number == 0 ? "" : "_" + number);
    Map<?, ?> whole = map(Assets.ofLayer(form, zip, place, file).get("config"), name);
    Map<String, Object> settings = new LinkedHashMap<>(LegacyConfigs.strings(whole));
    if (className.equals("Normalization") && settings.get("mean") == null) {
      putMoments(settings, place);
    }
    String preprocessor = name + "_preprocessor";
    layer(
        PLAIN.getOrDefault(className, className),
        preprocessor,
        settings,
        List.of(reference(new Encoded(name, dtype, 0))));
    boolean floats = "float".equals(feature.get("output_mode"));
    return new Encoded(preprocessor, floats ? "float32" : "int64", categories(className, settings));
  }

  private void putMoments(Map<String, Object> settings, String place) throws IOException {
    String what = file + ", " + KerasArchive.WEIGHTS;
    try (Hdf5File weights = Hdf5File.open(zip.content(KerasArchive.WEIGHTS), what)) {
      String[] moments = {"mean", "variance"};
      for (int i = 0; i < moments.length; i++) {
        List<Object> numbers = new ArrayList<>();
        for (float f : weights.dataset(place + "/vars/" + i).read().toFloats()) {
          numbers.add((double) f);
        }
        settings.put(moments[i], numbers);
      }
    }
  }

  private static int categories(String className, Map<String, Object> settings) {
    Object count =
        switch (className) {
          case "StringLookup", "IntegerLookup" -> settings.get("vocabulary_size");
          case "CategoryEncoding" -> settings.get("num_tokens");
          case "Hashing" -> settings.get("num_bins");
          case "Discretization" ->
              settings.get("num_bins") == null
                      && settings.get("bin_boundaries") instanceof List<?> limits
                  ? Integer.valueOf(limits.size() + 1)
                  : settings.get("num_bins");
          default -> null;
        };
    return count instanceof Number number ? number.intValue() : 0;
  }

  private String cross(Map<?, ?> cross, Map<String, Encoded> encoded) throws FormatException {
    List<Encoded> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    if (!(cross.get("feature_names") instanceof List<?> list)
        || !(cross.get("crossing_dim") instanceof Number bins)) {
      throw new FormatException(file + ": a cross needs feature_names and crossing_dim");
    }
    for (Object each : list) {
      Encoded part = encoded.get(String.valueOf(each));
      if (part == null) {
        throw new FormatException("%s: cross of %s, which is no feature".formatted(file, each));
      }
      names.add(String.valueOf(each));
      parts.add(part);
    }
    String name = String.join("_X_", names);
    layer("HashedCrossing", name, Map.of("num_bins", bins), List.of(references(parts)));
    encoded.put(name, new Encoded(name, "int64", bins.intValue()));
    return name;
  }

  private Encoded oneHot(String name, Encoded part) {
    String layer = name + "_encoding";
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("num_tokens", part.categories);
    settings.put("output_mode", "multi_hot");
    layer("CategoryEncoding", layer, settings, List.of(reference(part)));
    return new Encoded(layer, "float32", 0);
  }

  private void layer(
      String className, String name, Map<String, Object> settings, List<Object> arguments) {
    Map<String, Object> config = new LinkedHashMap<>(settings);
    config.put("name", name);
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("module", "keras.layers");
    form.put("class_name", className);
    form.put("config", config);
    form.put("registered_name", null);
    form.put("name", name);
    form.put(
        "inbound_nodes",
        arguments.isEmpty() ? List.of() : List.of(Map.of("args", arguments, "kwargs", Map.of())));
    layers.add(form);
  }

  private static List<Object> references(List<Encoded> parts) {
    List<Object> references = new ArrayList<>();
    parts.forEach(part -> references.add(reference(part)));
    return references;
  }

  private static Object reference(Encoded from) {
    List<Integer> shape = new ArrayList<>();
    shape.add(null);
    shape.add(1);
    return Map.of(
        "class_name",
        "__keras_tensor__",
        "config",
        Map.of("shape", shape, "dtype", from.dtype, "keras_history", List.of(from.layer, 0, 0)));
  }
}
