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
 * Automatic names, as Keras forms them: {@code dense}, {@code dense_1}, {@code conv2d}. Keras
 * counts them for the whole process; here each model counts its own, so a model's names do not
 * depend on what was made before it.
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
   * Names the layers of a model that have no name yet, then those inside them. A new name differs
   * from all names of the model and of what is inside its layers. Names that another model has
   * given stay, unless two of this model's layers would have the same.
   *
   * @param layers of the model, in its order
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
