// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.files.FormatException;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.layers.GRU;
import io.nyala.layers.InputLayer;
import io.nyala.layers.LSTM;
import io.nyala.layers.Layer;
import io.nyala.layers.Weight;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights in Keras's older files: a group for each layer of the model itself, whose attribute
 * {@code weight_names} says what is in it and in which order. Layers are found by name where all
 * names fit, else in order.
 */
final class LegacyWeights {
  /** Of the whole model, not of a layer; always empty but with weights of a subclass. */
  private static final String TOP = "top_level_model_weights";

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
      of.attribute("weight_names", paths);
    }
    group.attribute("layer_names", names);
    group.attribute("backend", "tensorflow");
    group.attribute("keras_version", KerasArchive.VERSION);
    group.group(TOP).attribute("weight_names", List.of());
  }

  /** Those that are trained, then the others: Keras's order, which freezing changes. */
  private static List<Weight> inOrder(Layer layer) {
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
  static List<Filling> find(Model model, Hdf5File file, String what, KerasVersion version)
      throws IOException {
    String root = file.has("model_weights") ? "model_weights" : "";
    Map<String, List<Hdf5Dataset>> stored = stored(file, root, what);
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
                  layers.stream().map(Layer::name).toList(),
                  what,
                  stored.size(),
                  stored.keySet()));
    }
    boolean byName = layers.stream().map(Layer::name).allMatch(n -> stored.containsKey(n));
    List<List<Hdf5Dataset>> inOrder = List.copyOf(stored.values());
    List<Filling> fillings = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      List<Hdf5Dataset> arrays = byName ? stored.get(layer.name()) : inOrder.get(i);
      fillings.addAll(fit(layer, arrays, what, version));
    }
    return fillings;
  }

  /** Returns the arrays of each layer that has any, by the name that it would have here. */
  private static Map<String, List<Hdf5Dataset>> stored(Hdf5File file, String root, String what)
      throws IOException {
    List<String> names = file.texts(root, "layer_names");
    if (names == null) {
      throw new FormatException(what + ": has neither layers nor their names; no weights of Keras");
    }
    Map<String, List<Hdf5Dataset>> all = new LinkedHashMap<>();
    for (String name : names) {
      String group = root.isEmpty() ? name : root + "/" + name;
      List<String> weights = file.texts(group, "weight_names");
      if (weights == null) {
        throw new FormatException("%s: layer \"%s\" has no weight_names".formatted(what, name));
      }
      List<Hdf5Dataset> arrays = new ArrayList<>();
      for (String weight : weights) {
        arrays.add(file.dataset(group + "/" + weight));
      }
      if (!arrays.isEmpty()) {
        all.put(LegacyConfigs.layerName(name), arrays);
      }
    }
    return all;
  }

  private static List<Filling> fit(
      Layer layer, List<Hdf5Dataset> arrays, String what, KerasVersion version) throws IOException {
    List<Weight> trainedFirst = inOrder(layer);
    if (fits(trainedFirst, arrays)) {
      return fillings(trainedFirst, arrays);
    }
    if (fits(layer.weights(), arrays)) {
      return fillings(layer.weights(), arrays);
    }
    throw new IllegalArgumentException(
        "%s: expected weights %s, got arrays of shapes %s from %s (Keras %d.%d)%s"
            .formatted(
                layer,
                trainedFirst,
                arrays.stream().map(Hdf5Dataset::shape).toList(),
                what,
                version.major(),
                version.minor(),
                hint(layer, arrays.size())));
  }

  /** Keras 1 kept the kernel, recurrent kernel and bias of each gate apart. */
  private static String hint(Layer layer, int arrays) {
    boolean gates = layer instanceof LSTM && arrays == 12 || layer instanceof GRU && arrays == 9;
    return gates ? "; each gate is apart, as in Keras 1: load it in Keras 2 and save it again" : "";
  }

  private static boolean fits(List<Weight> weights, List<Hdf5Dataset> arrays) {
    if (weights.size() != arrays.size()) {
      return false;
    }
    for (int i = 0; i < weights.size(); i++) {
      if (!fits(weights.get(i).shape(), arrays.get(i).shape())) {
        return false;
      }
    }
    return true;
  }

  /** Keras 1 gave convolutions over one axis a second one of extent 1. */
  private static boolean fits(Shape wanted, Shape got) {
    return wanted.equals(got)
        || wanted.rank() == got.rank() - 1
            && wanted.size() == got.size()
            && Arrays.equals(
                wanted.dims(), Arrays.stream(got.dims()).filter(d -> d != 1).toArray());
  }

  private static List<Filling> fillings(List<Weight> weights, List<Hdf5Dataset> arrays) {
    List<Filling> fillings = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      fillings.add(new Filling(arrays.get(i), weights.get(i).variable()));
    }
    return fillings;
  }
}
