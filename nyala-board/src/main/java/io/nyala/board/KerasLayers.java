// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layers of a model from its Keras configuration, with their inputs. */
final class KerasLayers {
  private KerasLayers() {}

  /** Returns a node for each layer; sequential models do not list connections. */
  static List<Object> of(String json) throws IOException {
    List<Object> nodes = new ArrayList<>();
    String before = null;
    Map<String, Object> model = JSON.std.mapFrom(json);
    Map<String, LayerFacts> facts = LayerFacts.of(model);
    if (model.get("config") instanceof Map<?, ?> config
        && config.get("layers") instanceof List<?> layers) {
      for (Object each : layers) {
        if (each instanceof Map<?, ?> layer) {
          Object settings = layer.get("config");
          Object given = settings instanceof Map<?, ?> s ? s.get("name") : null;
          String name = String.valueOf(layer.get("name") != null ? layer.get("name") : given);
          Set<String> inputs = new LinkedHashSet<>();
          if (layer.get("inbound_nodes") != null) {
            sources(layer.get("inbound_nodes"), inputs);
          } else if (before != null) {
            inputs.add(before);
          }
          String kind = String.valueOf(layer.get("class_name"));
          LayerFacts known = facts.getOrDefault(name, LayerFacts.NONE);
          if (settings instanceof Map<?, ?> s && s.get("batch_shape") instanceof List<?> shape) {
            known = LayerFacts.ofInput(shape);
          }
          nodes.add(
              BoardAnswers.node(
                  name, kind, List.copyOf(inputs), known.shape(), known.parameters()));
          before = name;
        }
      }
    }
    return nodes;
  }

  /** Keras 3 uses {@code keras_history}, Keras 2 lists {@code [name, call, output, {}]}. */
  private static void sources(Object form, Set<String> names) {
    if (form instanceof Map<?, ?> map) {
      if (map.get("keras_history") instanceof List<?> history) {
        names.add(String.valueOf(history.get(0)));
      } else {
        map.values().forEach(v -> sources(v, names));
      }
    } else if (form instanceof List<?> list) {
      if (list.size() >= 3 && list.get(0) instanceof String s && list.get(1) instanceof Number) {
        names.add(s);
      } else {
        list.forEach(v -> sources(v, names));
      }
    }
  }
}
