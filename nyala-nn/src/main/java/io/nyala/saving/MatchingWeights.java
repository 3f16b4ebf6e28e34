// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads those arrays of a file whose names and shapes fit the weights of a model. A weight {@code
 * conv1/kernel} is found under any path that ends so, such as {@code trunk/conv1/kernel:0}; in
 * older files, names of layers may contain slashes, which are underscores here.
 */
public final class MatchingWeights {
  /** The components of a path that may name a layer. */
  private static final int LONGEST = 3;

  private final Map<String, String> paths = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  private MatchingWeights() {}

  /** An array of a file. */
  public interface Source {
    /** Returns the shape. */
    Shape shape();

    /** Reads all values, row by row, into an array at an offset. */
    void readInto(float[] data, int offset) throws IOException;
  }

  /**
   * Sets the weights for which there is exactly one array of their name, if it has their shape. All
   * arrays are read before any weight is changed.
   *
   * @param arrays the arrays by their paths in the file
   */
  public static LoadedWeights load(Layer model, Map<String, ? extends Source> arrays)
      throws IOException {
    MatchingWeights index = new MatchingWeights();
    arrays.keySet().forEach(index::add);
    List<Weight> weights = model.weights();
    List<String> names = Weights.names(model);
    Map<String, float[]> read = new LinkedHashMap<>();
    Map<String, String> kept = new LinkedHashMap<>();
    List<String> unused = new ArrayList<>(arrays.keySet());
    for (int i = 0; i < names.size(); i++) {
      String path = index.find(names.get(i));
      Source source = path == null ? null : arrays.get(path);
      Shape shape = weights.get(i).shape();
      unused.remove(path);
      if (source == null) {
        kept.put(names.get(i), "not in the file");
      } else if (!source.shape().equals(shape)) {
        kept.put(names.get(i), "shape %s, in the file %s".formatted(shape, source.shape()));
      } else {
        float[] values = new float[shape.size()];
        source.readInto(values, 0);
        read.put(names.get(i), values);
      }
    }
    for (int i = 0; i < names.size(); i++) {
      float[] values = read.get(names.get(i));
      if (values != null) {
        Variable v = weights.get(i).variable();
        System.arraycopy(values, 0, v.overwrite(), v.offset(), v.size());
      }
    }
    return new LoadedWeights(new ArrayList<>(read.keySet()), kept, unused);
  }

  private void add(String path) {
    for (String key : endings(path.replaceFirst(":\\d+$", ""))) {
      String other = paths.putIfAbsent(key, path);
      if (other != null && !other.equals(path)) {
        ambiguous.add(key);
      }
    }
  }

  /** Returns the path of the array of a weight, or null. */
  private String find(String weight) {
    List<String> keys = new ArrayList<>(endings(weight));
    Collections.reverse(keys); // the longest first
    for (String key : keys) {
      // Keras 2 calls the kernel of a depthwise convolution so.
      for (String spelling : List.of(key, key.replaceFirst("/kernel$", "/depthwise_kernel"))) {
        if (paths.containsKey(spelling) && !ambiguous.contains(spelling)) {
          return paths.get(spelling);
        }
      }
    }
    return null;
  }

  /** Returns {@code c/d} and {@code b_c/d} and so on for {@code a/b/c/d}. */
  private static List<String> endings(String path) {
    String[] parts = path.split("/");
    List<String> endings = new ArrayList<>();
    int last = parts.length - 1;
    String layer = "";
    for (int i = last - 1; i >= Math.max(0, last - LONGEST); i--) {
      layer = layer.isEmpty() ? parts[i] : parts[i] + "_" + layer;
      endings.add(layer + "/" + parts[last]);
    }
    return endings.isEmpty() ? List.of(path) : endings;
  }
}
