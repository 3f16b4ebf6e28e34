// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Automatic names in Keras's style: {@code dense}, {@code dense_1}, {@code conv2d}. Keras uses a
 * counter per process; here each model has its own, so names do not depend on models created
 * earlier.
 */
public final class LayerNames {
  private LayerNames() {}

  /** Returns the class name in Keras's snake case, for example {@code max_pooling2d}. */
  public static String snakeCase(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * Names the unnamed layers of a model, then their sublayers. A new name differs from all names of
   * the model and its nested layers. Names assigned by another model are kept, unless two layers of
   * this model would have the same name.
   *
   * @param layers the layers of the model, in order
   */
  public static void bind(List<? extends Layer> layers) {
    Set<String> taken = new HashSet<>();
    Map<Layer, Boolean> met = new IdentityHashMap<>();
    List<Layer> all = new ArrayList<>();
    layers.forEach(layer -> collect(layer, taken, met, all));
    Map<Layer, Boolean> direct = new IdentityHashMap<>();
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      if (direct.put(layer, true) == null) {
        boolean clashes = layer.hasName() && !names.add(layer.name());
        if (!layer.hasName() || clashes && layer.namedBy() != null) {
          names.add(name(layer, taken));
        }
      }
    }
    all.stream().filter(layer -> !layer.hasName()).forEach(layer -> name(layer, taken));
  }

  private static void collect(
      Layer layer, Set<String> taken, Map<Layer, Boolean> met, List<Layer> all) {
    if (met.put(layer, true) == null) {
      all.add(layer);
      if (layer.hasName()) {
        taken.add(layer.name());
      }
      layer.sublayers().forEach(part -> collect(part, taken, met, all));
    }
  }

  private static String name(Layer layer, Set<String> taken) {
    Set<String> before = layer.namedBy() == null ? Set.of() : layer.namedBy();
    String base = snakeCase(layer.className());
    String name = base;
    for (int n = 1; taken.contains(name) || before.contains(name); n++) {
      name = base + "_" + n;
    }
    taken.add(name);
    layer.nameWithin(name, taken);
    return name;
  }
}
