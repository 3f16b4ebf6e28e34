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
 * Kinds of files that models or weights go to, told by the ending of the name. Those of NumPy are
 * always there; others are found as services, so that {@code model.saveWeights} and {@code
 * ModelCheckpoint} write what the name says once their module is there.
 */
public interface ModelStore {
  /** Returns the endings of the names of whole models, for example {@code .keras}. */
  List<String> modelEndings();

  /** Returns the endings of the names of weights alone, for example {@code .weights.h5}. */
  List<String> weightEndings();

  /** Writes a whole model. */
  void saveModel(Model model, Path file);

  /** Writes the weights of a model. */
  void saveWeights(Model model, Path file);

  /** Reads the weights of a model from a file of any of its kinds. */
  void loadWeights(Model model, Path file);

  /** Tells whether a name is one of weights alone. */
  default boolean holdsWeights(String name) {
    return weightEndings().stream().anyMatch(name::endsWith);
  }

  /** Tells whether a name is one of its own. */
  default boolean has(String name) {
    return holdsWeights(name) || modelEndings().stream().anyMatch(name::endsWith);
  }

  /** Writes what the name says: a whole model, or weights alone. */
  default void save(Model model, Path file) {
    if (holdsWeights(file.toString())) {
      saveWeights(model, file);
    } else {
      saveModel(model, file);
    }
  }

  /**
   * Returns what writes files of a name; a name without an ending is NumPy's.
   *
   * @throws IllegalArgumentException if no module that is there writes such files; it says which
   *     would
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
        "%s: nothing here writes files that end in %s; there are %s%s"
            .formatted(
                name,
                ending.group(),
                known,
                stores.size() > 1
                    ? ""
                    : "; with the module io.nyala.io also .keras, .h5, .weights.h5, .safetensors"));
  }

  /** Returns what reads files of a name; NumPy's where the ending says nothing. */
  static ModelStore toRead(String name) {
    boolean known = all().stream().anyMatch(store -> store.has(name));
    boolean foreign = name.matches(".*\\.(keras|h5|hdf5|safetensors)");
    return known || foreign ? of(name) : new NumpyStore();
  }

  /** Returns all that are there, that of NumPy first. */
  private static List<ModelStore> all() {
    List<ModelStore> stores = new ArrayList<>(List.of(new NumpyStore()));
    ServiceLoader.load(ModelStore.class, ModelStore.class.getClassLoader()).forEach(stores::add);
    if (stores.size() == 1) {
      // Where modules of one application have several class loaders.
      ServiceLoader.load(ModelStore.class).forEach(stores::add);
    }
    return stores;
  }
}
