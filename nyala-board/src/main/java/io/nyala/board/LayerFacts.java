// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a configuration says of a layer only when the model is built from it.
 *
 * @param shape the shape of the output, or several, as {@code (None, 10)}; empty if unknown
 * @param parameters the number of elements of its weights, or null
 */
record LayerFacts(String shape, Long parameters) {
  static final LayerFacts NONE = new LayerFacts("", null);

  /**
   * Returns what is known of each layer by its name. The model is built without computing anything:
   * weights are drawn when they are first read, which does not happen here.
   *
   * @param model Keras's configuration; without facts if it has layers that are not known here
   */
  static Map<String, LayerFacts> of(Map<String, Object> model) {
    Map<String, Object> network = new HashMap<>(model);
    network.remove("compile_config");
    Map<String, LayerFacts> facts = new LinkedHashMap<>();
    try {
      Model built = ModelConfigs.fromConfig(network);
      if (built.inputTypes() == null) {
        return Map.of();
      }
      List<Value> inputs = new ArrayList<>();
      for (Type t : built.inputTypes()) {
        inputs.add(Node.apply(new Leaf.Input("input", t)));
      }
      Call call = Call.inference();
      call.watch((layer, in, out) -> facts.put(layer.name(), of(layer, out)));
      built.trace(call, inputs);
      for (Layer layer : built.layers()) {
        facts.computeIfAbsent(layer.name(), n -> new LayerFacts("", layer.countParams()));
      }
      return facts;
    } catch (RuntimeException e) {
      return facts; // as far as the model is understood; the boxes are drawn all the same
    }
  }

  /** Returns facts of an input, whose shape the configuration has: a list of numbers and nulls. */
  static LayerFacts ofInput(List<?> batchShape) {
    return new LayerFacts(
        batchShape.stream()
            .map(d -> d == null ? "None" : d.toString())
            .collect(Collectors.joining(", ", "(", ")")),
        null);
  }

  private static LayerFacts of(Layer layer, List<Value> outputs) {
    String shapes =
        outputs.stream().map(v -> format(v.shape())).distinct().collect(Collectors.joining(", "));
    return new LayerFacts(shapes, layer.countParams());
  }

  private static String format(Shape shape) {
    return Arrays.stream(shape.dims())
        .mapToObj(d -> d == Shape.UNKNOWN ? "None" : Integer.toString(d))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
