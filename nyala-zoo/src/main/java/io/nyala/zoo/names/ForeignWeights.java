// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

import io.nyala.io.arrays.ArrayFile;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.settings.Names;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Loads the weights of a network from a file of another library. */
public final class ForeignWeights {
  /** Counters that have no effect on what a network computes. */
  private static final Set<String> COUNTERS =
      Set.of("num_batches_tracked", "total_ops", "total_params");

  /** A weight and its array in the file. */
  private record Place(Weight weight, String array, Conversion conversion) {}

  private final Map<String, Shape> shapes;
  private final Map<String, String> arrays;
  private final LayerNames names;
  private final List<Place> places = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private final Set<String> unused;

  private ForeignWeights(Map<String, Shape> shapes, LayerNames names) {
    this.shapes = shapes;
    this.names = names;
    this.arrays = names.inOrder(shapes.keySet());
    this.unused = new TreeSet<>(arrays.keySet());
  }

  /**
   * Sets all weights of a network.
   *
   * @param what the network and the file in messages
   * @throws IllegalArgumentException if a weight is not in the file or has another shape, or the
   *     file has other weights, as those of a deeper network; no weight is changed then
   * @throws IOException if the file is damaged
   */
  public static void load(Model model, ArrayFile file, LayerNames names, String what)
      throws IOException {
    ForeignWeights weights = new ForeignWeights(file.shapes(), names);
    Set<String> here = new TreeSet<>();
    model.layers().forEach(layer -> weights.findAll(layer, here));
    weights.leaveOut(here);
    weights.check(what);
    for (Place place : weights.places) {
      Variable v = place.weight.variable();
      place.conversion.write(file.read(place.array), v.overwrite(), v.offset());
    }
  }

  private void findAll(Layer layer, Set<String> here) {
    here.add(layer.name());
    if (layer.sublayers().isEmpty()) {
      layer.weights().forEach(weight -> find(layer, weight));
    }
    layer.sublayers().forEach(inner -> findAll(inner, here));
  }

  private void find(Layer layer, Weight weight) {
    String path = weight.path();
    String role = path.substring(path.lastIndexOf('/') + 1);
    String name = names.of(layer.name(), Conversion.theirs(role));
    if (name == null || Conversion.theirs(role) == null) {
      throw new IllegalStateException("no name in " + names.library() + " for " + path);
    }
    unused.remove(name);
    String array = arrays.get(name);
    if (array == null) {
      missing.add(name);
      return;
    }
    Shape shape = shapes.get(array);
    Conversion conversion =
        Conversion.of(layer, role, shape, weight.shape(), names.channels(layer.name()));
    if (conversion == null) {
      others.add("%s %s for %s %s".formatted(name, shape, path, weight.shape()));
    } else {
      places.add(new Place(weight, array, conversion));
    }
  }

  /** Forgets counters, and weights of the classifier if the network has none. */
  private void leaveOut(Set<String> here) {
    names
        .all()
        .forEach(
            (ours, their) -> {
              if (!here.contains(ours)) {
                unused.removeIf(name -> name.equals(their) || name.startsWith(their + "."));
              }
            });
    unused.removeIf(name -> COUNTERS.contains(name.substring(name.lastIndexOf('.') + 1)));
  }

  private void check(String what) {
    if (missing.isEmpty() && others.isEmpty() && unused.isEmpty()) {
      return;
    }
    StringBuilder why = new StringBuilder(what + " does not fit, by its names of ");
    why.append(names.library());
    if (!missing.isEmpty()) {
      why.append("; not in the file: ").append(Names.list(missing));
    }
    if (!others.isEmpty()) {
      why.append("; of another shape: ").append(Names.list(others));
    }
    if (!unused.isEmpty()) {
      why.append("; not of this network: ").append(Names.list(unused));
    }
    why.append(". Is it of another network, or of another width, depth or number of classes?");
    why.append(" Without the classifier, the number of classes does not matter");
    throw new IllegalArgumentException(why.toString());
  }
}
