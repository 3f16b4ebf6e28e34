// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.files.FormatException;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.keras.KerasLayout.Place;
import io.nyala.layers.base.HostLayer;
import io.nyala.layers.base.Weight;
import io.nyala.legacy.KerasVersion;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The weights of a model in the layout of Keras 3, in {@code .keras} and {@code .weights.h5}. */
final class KerasWeights {
  /** Reads numbers of a known count. */
  @FunctionalInterface
  interface Source {
    void readInto(float[] data, int offset) throws IOException;
  }

  /** The source of the values of a variable. */
  record Filling(Source source, Variable variable) {
    /** Reads all values in place, for a model that is not in use yet. */
    static void fillAll(List<Filling> fillings) throws IOException {
      for (Filling f : fillings) {
        f.source.readInto(f.variable.overwrite(), f.variable.offset());
      }
    }

    /** Reads all values before setting any, so that a damaged file leaves the model unchanged. */
    static void replaceAll(List<Filling> fillings) throws IOException {
      List<float[]> read = new ArrayList<>();
      for (Filling f : fillings) {
        float[] numbers = new float[f.variable.size()];
        f.source.readInto(numbers, 0);
        read.add(numbers);
      }
      for (int i = 0; i < read.size(); i++) {
        Variable v = fillings.get(i).variable;
        System.arraycopy(read.get(i), 0, v.overwrite(), v.offset(), v.size());
      }
    }
  }

  private KerasWeights() {}

  // Writing

  /** Adds all weights, and the optimizer's state if there is one. */
  static void write(Model model, Hdf5Group root) {
    for (Place place : KerasLayout.all(model)) {
      Hdf5Group vars = root.group(place.path() + "/vars");
      vars.attribute("name", place.layer().name());
      for (int i = 0; i < place.weights().size(); i++) {
        vars.put(String.valueOf(i), Hdf5Array.of(place.weights().get(i).variable()));
      }
      if (place.layer() instanceof HostLayer<?> host) {
        host.storedArrays()
            .forEach((path, array) -> put(root, place.path() + "/" + path, Hdf5Array.of(array)));
      }
    }
    OptimizerState.write(model, root);
  }

  private static void put(Hdf5Group root, String path, Hdf5Array array) {
    int name = path.lastIndexOf('/');
    root.group(path.substring(0, name)).put(path.substring(name + 1), array);
  }

  // Reading

  /** Returns whether a file has this layout instead of the older one. */
  static boolean isIn(Hdf5File file) throws IOException {
    return file.has("layers") || file.has(OLD_LAYERS) || file.has("vars");
  }

  /** The name of the group of layers in Keras 2.13. */
  private static final String OLD_LAYERS = "_layer_checkpoint_dependencies";

  /**
   * Finds the array of every weight.
   *
   * @param form the configuration of the model in the file, or null
   * @throws IllegalArgumentException if one is missing or has another shape; the layer is named
   */
  static List<Filling> find(Model model, Object form, Hdf5File file, String what)
      throws IOException {
    List<Filling> fillings = new ArrayList<>();
    for (Place place : KerasLayout.of(model, form)) {
      List<Weight> weights = place.weights();
      List<Hdf5Dataset> arrays = arrays(file, place.path());
      if (arrays.size() != weights.size() && !(weights.isEmpty() && arrays.isEmpty())) {
        throw new IllegalArgumentException(
            "%s: expected %d weights %s, got %d arrays %s under %s/vars in %s%s"
                .formatted(
                    place.layer(),
                    weights.size(),
                    weights,
                    arrays.size(),
                    arrays.stream().map(Hdf5Dataset::shape).toList(),
                    place.path(),
                    what,
                    hint(arrays)));
      }
      for (int i = 0; i < weights.size(); i++) {
        checkShape(place, weights.get(i), arrays.get(i).shape(), what);
        fillings.add(new Filling(arrays.get(i)::readInto, weights.get(i).variable()));
      }
    }
    return fillings;
  }

  private static String hint(List<Hdf5Dataset> arrays) {
    return arrays.isEmpty() ? "; does the file belong to another model?" : "";
  }

  private static void checkShape(Place place, Weight weight, Shape got, String what) {
    if (!got.equals(weight.shape())) {
      throw new IllegalArgumentException(
          "%s: weight %s: expected shape %s, got %s from %s"
              .formatted(place.layer(), weight.name(), weight.shape(), got, what));
    }
  }

  private static List<Hdf5Dataset> arrays(Hdf5File file, String path) throws IOException {
    for (String spelling : spellings(path)) {
      List<Hdf5Dataset> found = file.numbered(spelling + "/vars");
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** Older versions of Keras used other names. */
  private static List<String> spellings(String path) {
    String attention = path.replaceFirst("/(query|key|value|output)_dense$", "/_$1_dense");
    return List.of(
        path,
        path.replace("/layers/", "/" + OLD_LAYERS + "/"),
        attention,
        attention.replace("/layers/", "/" + OLD_LAYERS + "/"),
        // The layout in which earlier versions of Nyala wrote stacked cells.
        path.replace("/cell/cells/", "/cell/layers/"));
  }

  /**
   * Reads all weights and optionally the optimizer's state; changes nothing unless everything fits.
   *
   * @param form the configuration in the file from which the model was created; null for an
   *     existing model
   * @param compiled the Keras version that wrote the optimizer's state; null for only the weights
   */
  static void read(Model model, Object form, Hdf5File file, String what, KerasVersion compiled)
      throws IOException {
    List<Filling> fillings = find(model, form, file, what);
    if (fillings.isEmpty() && !file.below("").isEmpty() && !isIn(file)) {
      throw new FormatException(what + ": has no weights in the layout of Keras");
    }
    Runnable state = () -> {};
    if (compiled != null) {
      OptimizerState.Finding finding = into -> OptimizerState.find(model, form, file, what, into);
      state =
          compiled.major() < 3
              ? OptimizerState.orAnew(finding, what, fillings)
              : finding.find(fillings);
    }
    if (form == null) {
      Filling.replaceAll(fillings);
    } else {
      Filling.fillAll(fillings);
    }
    state.run();
  }
}
