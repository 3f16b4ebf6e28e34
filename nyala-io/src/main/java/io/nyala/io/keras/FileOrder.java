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
 * The order in which a file lists the layers of a model. Files number layers of a class and
 * variables of an optimizer in this order. Without a list, as in files of weights, it is the order
 * of the model.
 */
final class FileOrder {
  private FileOrder() {}

  /**
   * Returns the layers of a model in the order of its configuration, each with its configuration.
   *
   * @param form the configuration of the model, or null
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

  /** Returns the weights of a model in the order of its configuration, without duplicates. */
  static Collection<Weight> weights(Model model, Object form) {
    Set<Weight> weights = new LinkedHashSet<>();
    layers(model, form)
        .forEach(
            (layer, own) ->
                weights.addAll(
                    layer instanceof Model inner && !inner.layers().isEmpty()
                        ? weights(inner, own)
                        : layer.weights()));
    // Weights of a custom model that are not in a layer.
    weights.addAll(model.weights());
    return weights;
  }

  /** Returns the settings in the configuration of a layer; empty if there is no configuration. */
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
