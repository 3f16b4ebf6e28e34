// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.files.FormatException;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.layers.base.LayerNames;
import io.nyala.models.ModelConfigs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The vocabularies of layers, which Keras stores in separate files next to the weights, and the
 * TF-IDF weights of their words, which it stores with the weights. They are moved to the
 * configurations of the layers.
 */
final class Assets {
  private static final String FOLDER = "assets";
  private static final String VOCABULARY = "vocabulary";
  private static final String IDF = "idf_weights";

  private final Zip zip;
  private final String file;

  private Assets(Zip zip, String file) {
    this.zip = zip;
    this.file = file;
  }

  /**
   * Returns the configuration of a model with the vocabularies in an archive.
   *
   * @param what the name of the file in messages
   */
  static Map<String, Object> insert(Map<String, Object> model, Zip zip, String what)
      throws IOException {
    boolean any = zip.names().stream().anyMatch(n -> n.startsWith(FOLDER + "/"));
    return any ? new Assets(zip, what).layer(model, FOLDER) : model;
  }

  /**
   * Returns the configuration of a layer outside the list of a model's layers.
   *
   * @param place the path of the layer in the archive
   */
  static Map<String, Object> ofLayer(Map<?, ?> form, Zip zip, String place, String what)
      throws IOException {
    return new Assets(zip, what).layer(form, FOLDER + "/" + place);
  }

  private Map<String, Object> layer(Map<?, ?> form, String path) throws IOException {
    Map<String, Object> changed = new LinkedHashMap<>(LegacyConfigs.strings(form));
    if (!(form.get("config") instanceof Map<?, ?> config)) {
      return changed;
    }
    Map<String, Object> settings = new LinkedHashMap<>(LegacyConfigs.strings(config));
    if (config.get("layers") instanceof List<?> layers) {
      settings.put("layers", layers(layers, path + "/layers/"));
    }
    if (config.get("layer") instanceof Map<?, ?> inner) {
      settings.put("layer", layer(inner, path + "/layer"));
    }
    String entry = path + "/" + VOCABULARY + ".txt";
    if (settings.get(VOCABULARY) == null && zip.names().contains(entry)) {
      boolean integers = "IntegerLookup".equals(form.get("class_name"));
      settings.put(VOCABULARY, integers ? numbers(entry) : words(entry));
      if ("tf_idf".equals(settings.get("output_mode")) && !integers) {
        settings.put(IDF, idf(path.substring(FOLDER.length() + 1)));
      }
    }
    changed.put("config", settings);
    return changed;
  }

  /** Counts layers by class, as for their weights. */
  private List<Object> layers(List<?> forms, String path) throws IOException {
    List<Object> all = new ArrayList<>();
    Map<String, Integer> taken = new HashMap<>();
    for (Object each : forms) {
      if (!(each instanceof Map<?, ?> form) || ModelConfigs.isOperation(form)) {
        all.add(each);
        continue;
      }
      String name = LayerNames.snakeCase(String.valueOf(form.get("class_name")));
      int n = taken.merge(name, 1, Integer::sum) - 1;
      all.add(layer(form, path + (n == 0 ? name : name + "_" + n)));
    }
    return all;
  }

  /** The first word is often empty: the one for padding. Keras drops empty lines at the end. */
  private List<Object> words(String entry) throws IOException {
    List<Object> words = new ArrayList<>(List.of(zip.text(entry).split("\n", -1)));
    while (!words.isEmpty() && words.getLast().equals("")) {
      words.removeLast();
    }
    return words;
  }

  private List<Object> idf(String layer) throws IOException {
    String what = file + ", " + KerasArchive.WEIGHTS;
    try (Hdf5File weights = Hdf5File.open(zip.content(KerasArchive.WEIGHTS), what)) {
      List<Object> numbers = new ArrayList<>();
      for (float w : weights.dataset(layer + "/vars/" + IDF).read().toFloats()) {
        numbers.add((double) w);
      }
      return numbers;
    }
  }

  private List<Object> numbers(String entry) throws IOException {
    List<Object> numbers = new ArrayList<>();
    for (String line : zip.text(entry).lines().filter(l -> !l.isEmpty()).toList()) {
      try {
        numbers.add(Integer.valueOf(line.strip()));
      } catch (NumberFormatException e) {
        throw new FormatException(
            "%s, %s: expected one 32-bit integer per line, got \"%s\"".formatted(file, entry, line),
            e);
      }
    }
    return numbers;
  }
}
