// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which a file lists the layers of a model. What a file counts, such as layers of one
 * class or the variables of an optimizer, is counted in this order. Where there is no list, as
 * beside weights alone, it is the model's own.
 */
final class FileOrder {
  private FileOrder() {}

  /**
   * Returns the layers of a model as its form lists them, each with its form.
   *
   * @param form of the model, or null
   */
  static Map<Layer, Object> layers(Model model, Object form) {
    Map<String, Layer> rest = new LinkedHashMap<>();
    model.layers().forEach(l -> rest.put(l.name(), l));
    Map<Layer, Object> ordered = new LinkedHashMap<>();
    if (config(form).get("layers") instanceof List<?> forms) {
      for (Object each : forms) {
        Layer layer = rest.remove(name(each));
        if (layer != null) {
          ordered.put(layer, each);
        }
      }
    }
    rest.values().forEach(l -> ordered.put(l, null));
    return ordered;
  }

  /** Returns the weights of a model in the order of its form, each once. */
  static Collection<Weight> weights(Model model, Object form) {
    Set<Weight> weights = new LinkedHashSet<>();
    layers(model, form)
        .forEach(
            (layer, own) ->
                weights.addAll(
                    layer instanceof Model inner && !inner.layers().isEmpty()
                        ? weights(inner, own)
                        : layer.weights()));
    // Those of a model of one's own that are not in a layer.
    weights.addAll(model.weights());
    return weights;
  }

  /** Returns the settings in the form of a layer; none where there is no form. */
  static Map<?, ?> config(Object form) {
    return form instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> config
        ? config
        : Map.of();
  }

  private static Object name(Object form) {
    Object name = form instanceof Map<?, ?> map ? map.get("name") : null;
    return name == null ? config(form).get("name") : name;
  }
}
