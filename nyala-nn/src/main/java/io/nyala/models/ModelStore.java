// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * File formats for models or weights, selected by file extension. NumPy archives are always
 * available; other formats are found as services, so {@code model.saveWeights} and {@code
 * ModelCheckpoint} support them once their module is present.
 */
public interface ModelStore {
  /** Returns the file extensions for whole models, for example {@code .keras}. */
  List<String> modelEndings();

  /** Returns the file extensions for weights only, for example {@code .weights.h5}. */
  List<String> weightEndings();

  /** Writes a whole model. */
  void saveModel(Model model, Path file);

  /** Writes the weights of a model. */
  void saveWeights(Model model, Path file);

  /** Reads the weights of a model from a file in any of these formats. */
  void loadWeights(Model model, Path file);

  /** Returns whether a file name is for weights only. */
  default boolean holdsWeights(String name) {
    return weightEndings().stream().anyMatch(name::endsWith);
  }

  /** Returns whether this store handles a file name. */
  default boolean has(String name) {
    return holdsWeights(name) || modelEndings().stream().anyMatch(name::endsWith);
  }

  /** Writes a whole model or only its weights, depending on the file name. */
  default void save(Model model, Path file) {
    if (holdsWeights(file.toString())) {
      saveWeights(model, file);
    } else {
      saveModel(model, file);
    }
  }

  /**
   * Returns the store that writes a file name; names without an extension are NumPy archives.
   *
   * @throws IllegalArgumentException if no available module writes this format; the message names
   *     the one that would
   */
  static ModelStore of(String name) {
    List<ModelStore> stores = all();
    for (ModelStore store : stores) {
      if (store.has(name)) {
        return store;
      }
    }
    Matcher ending = Pattern.compile("\\.[A-Za-z][A-Za-z0-9]*$").matcher(name);
    if (!ending.find()) {
      return stores.get(0);
    }
    Set<String> known = new LinkedHashSet<>();
    for (ModelStore store : stores) {
      known.addAll(store.weightEndings());
      known.addAll(store.modelEndings());
    }
    throw new IllegalArgumentException(
        "%s: files that end in %s are not supported; there are %s%s"
            .formatted(
                name,
                ending.group(),
                known,
                stores.size() > 1
                    ? ""
                    : "; with the module io.nyala.io also .keras, .h5, .weights.h5, .safetensors"));
  }

  /** Returns the store that reads a file name; NumPy archives if the extension is unknown. */
  static ModelStore toRead(String name) {
    boolean known = all().stream().anyMatch(store -> store.has(name));
    boolean foreign = name.matches(".*\\.(keras|h5|hdf5|safetensors)");
    return known || foreign ? of(name) : new NumpyStore();
  }

  /** Returns all available stores, NumPy first. */
  private static List<ModelStore> all() {
    List<ModelStore> stores = new ArrayList<>(List.of(new NumpyStore()));
    ServiceLoader.load(ModelStore.class, ModelStore.class.getClassLoader()).forEach(stores::add);
    if (stores.size() == 1) {
      // For applications whose modules have several class loaders.
      ServiceLoader.load(ModelStore.class).forEach(stores::add);
    }
    return stores;
  }
}
