// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.keras.KerasLayout.Place;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.saving.LoadedWeights;
import io.nyala.saving.MatchingWeights;
import io.nyala.saving.MatchingWeights.Source;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrays of an HDF5 file of Keras by layer and weight. Older files name the weights; files of
 * Keras 3 name the layers and number their weights.
 */
final class ArraysByName {
  private static final String VARS = "/vars/";

  private ArraysByName() {}

  private record Array(StoredArray array) implements Source {
    @Override
    public Shape shape() {
      return array.shape();
    }

    @Override
    public void readInto(float[] data, int offset) throws IOException {
      array.readInto(data, offset);
    }
  }

  /** What was found for a weight, in its shape. */
  private record Fitted(Filling filling) implements Source {
    @Override
    public Shape shape() {
      return filling.variable().shape();
    }

    @Override
    public void readInto(float[] data, int offset) throws IOException {
      filling.source().readInto(data, offset);
    }
  }

  /** Loads the arrays that fit a model. */
  static LoadedWeights load(Model model, Hdf5File file, OlderArrays layout, String what)
      throws IOException {
    Map<String, Source> arrays = new LinkedHashMap<>();
    Map<String, List<StoredArray>> older = LegacyWeights.stored(file, what);
    if (older == null) {
      numbered(model, file, arrays);
    } else {
      older.forEach((layer, stored) -> addAll(model, layer, stored, layout, what, arrays));
    }
    return MatchingWeights.load(model, arrays);
  }

  /** Adds the arrays of a file of Keras 3, whose groups have the names of layers. */
  private static void numbered(Model model, Hdf5File file, Map<String, Source> arrays)
      throws IOException {
    Map<String, String> paths = new HashMap<>();
    for (Place place : KerasLayout.of(model, null)) {
      for (int i = 0; i < place.weights().size(); i++) {
        paths.put(place.layer().name() + VARS + i, place.weights().get(i).path());
      }
    }
    for (Map.Entry<String, Hdf5Dataset> each : file.below("").entrySet()) {
      String path = each.getKey();
      int vars = path.lastIndexOf(VARS);
      if (vars >= 0 && !path.startsWith("optimizer")) {
        String layer = file.text(path.substring(0, vars) + "/vars", "name");
        String number = layer + path.substring(vars);
        arrays.put(
            paths.getOrDefault(number, number), new Array(StoredArray.of(number, each.getValue())));
      }
    }
  }

  /**
   * Adds the arrays of a layer of an older file: in the order of the weights if the model has such
   * a layer, since their names were different once, else by their names.
   */
  private static void addAll(
      Model model,
      String layer,
      List<StoredArray> stored,
      OlderArrays layout,
      String what,
      Map<String, Source> arrays) {
    for (Layer own : model.layers()) {
      if (own.name().equals(layer) && own.sublayers().isEmpty()) {
        try {
          Map<Variable, String> paths = new HashMap<>();
          own.weights().forEach(w -> paths.put(w.variable(), w.path()));
          for (Filling f : LayerArrays.fit(own, stored, what, layout)) {
            arrays.put(paths.get(f.variable()), new Fitted(f));
          }
          return;
        } catch (IllegalArgumentException e) {
          // other shapes, which the result reports
        }
      }
    }
    stored.forEach(array -> arrays.put(array.name(), new Array(array)));
  }
}
