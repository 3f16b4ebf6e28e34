// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.files.FormatException;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.core.InputLayer;
import io.nyala.legacy.KerasVersion;
import io.nyala.legacy.OlderForms;
import io.nyala.models.Model;
import io.nyala.settings.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights in Keras's older files: a group for each top-level layer, whose attribute {@code
 * weight_names} lists its arrays in order. Layers are matched by name if all names match, otherwise
 * by order.
 */
final class LegacyWeights {
  /** Weights of the whole model, not of a layer; always empty except for weights of a subclass. */
  private static final String TOP = "top_level_model_weights";

  private static final String WEIGHT_NAMES = "weight_names";

  private LegacyWeights() {}

  // Writing

  static void write(Model model, Hdf5Group group) {
    List<String> names = new ArrayList<>();
    for (Layer layer : model.layers()) {
      String name = layer.name();
      names.add(name);
      Hdf5Group of = group.group(name);
      List<String> paths = new ArrayList<>();
      Set<String> taken = new HashSet<>();
      for (Weight w : inOrder(layer)) {
        String path = w.path();
        for (int n = 1; !taken.add(path); n++) {
          path = w.path() + "_" + n;
        }
        paths.add(path);
        of.put(path, Hdf5Array.of(w.variable()));
      }
      of.attribute(WEIGHT_NAMES, paths);
    }
    group.attribute("layer_names", names);
    group.attribute("backend", "tensorflow");
    group.attribute("keras_version", KerasArchive.VERSION);
    group.group(TOP).attribute(WEIGHT_NAMES, List.of());
  }

  /** Trainable weights, then the others: Keras's order, which freezing changes. */
  static List<Weight> inOrder(Layer layer) {
    List<Weight> all = new ArrayList<>();
    layer.weights().stream().filter(Weight::trainable).forEach(all::add);
    layer.weights().stream().filter(w -> !w.trainable()).forEach(all::add);
    return all;
  }

  // Reading

  /**
   * Finds the array of every weight.
   *
   * @throws IllegalArgumentException if layers or shapes do not fit
   */
  static List<Filling> find(Model model, Hdf5File file, String what, OlderArrays layout)
      throws IOException {
    Map<String, List<StoredArray>> stored = stored(file, what);
    if (stored == null) {
      throw new FormatException(
          what + ": has no layers or layer names; not a weights file of Keras");
    }
    List<Layer> layers =
        model.layers().stream()
            .filter(l -> !(l instanceof InputLayer) && !l.weights().isEmpty())
            .toList();
    if (stored.size() != layers.size()) {
      throw new IllegalArgumentException(
          "%s has %d layers with weights %s, %s has %d: %s"
              .formatted(
                  model,
                  layers.size(),
                  Names.list(layers.stream().map(Layer::name).toList()),
                  what,
                  stored.size(),
                  Names.list(stored.keySet())));
    }
    boolean byName = layers.stream().map(Layer::name).allMatch(n -> stored.containsKey(n));
    List<List<StoredArray>> inOrder = List.copyOf(stored.values());
    List<Filling> fillings = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      List<StoredArray> arrays = byName ? stored.get(layer.name()) : inOrder.get(i);
      fillings.addAll(LayerArrays.fit(layer, arrays, what, layout));
    }
    return fillings;
  }

  private static String root(Hdf5File file) throws IOException {
    return file.has("model_weights") ? "model_weights" : "";
  }

  /**
   * Returns the layout of the weights in a file.
   *
   * @param version the version of Keras that wrote it
   */
  static OlderArrays layout(Hdf5File file, KerasVersion version) throws IOException {
    String backend = file.text("", "backend");
    backend = backend == null ? file.text("model_weights", "backend") : backend;
    if (backend != null || version.major() >= 2) {
      return new OlderArrays(version, "theano".equals(backend));
    }
    // Keras 1 stores no backend; TensorFlow's variables have names such as "kernel:0".
    List<String> names = new ArrayList<>();
    String root = root(file);
    List<String> layers = file.texts(root, "layer_names");
    for (String layer : layers == null ? List.<String>of() : layers) {
      List<String> own = file.texts(root.isEmpty() ? layer : root + "/" + layer, WEIGHT_NAMES);
      names.addAll(own == null ? List.of() : own);
    }
    return new OlderArrays(
        version, !names.isEmpty() && names.stream().noneMatch(n -> n.endsWith(":0")));
  }

  /**
   * Returns the arrays of each layer that has any, by the name that it would have here, or null if
   * the file has another layout.
   */
  static Map<String, List<StoredArray>> stored(Hdf5File file, String what) throws IOException {
    String root = root(file);
    List<String> names = file.texts(root, "layer_names");
    if (names == null) {
      return null;
    }
    Map<String, List<StoredArray>> all = new LinkedHashMap<>();
    for (String name : names) {
      String group = root.isEmpty() ? name : root + "/" + name;
      List<String> weights = file.texts(group, WEIGHT_NAMES);
      if (weights == null) {
        throw new FormatException("%s: layer \"%s\" has no weight_names".formatted(what, name));
      }
      List<StoredArray> arrays = new ArrayList<>();
      for (String weight : weights) {
        // States of random generators are not weights, although TensorFlow 2.4 to 2.8 listed them.
        if (!weight.substring(weight.lastIndexOf('/') + 1).startsWith("StateVar")) {
          arrays.add(StoredArray.of(weight, file.dataset(group + "/" + weight)));
        }
      }
      if (!arrays.isEmpty()) {
        all.put(OlderForms.layerName(name), arrays);
      }
    }
    return all;
  }
}
