// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.base.CallWriter;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.core.InputLayer;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.settings.Serialized;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes models in Keras 3's form. */
final class ConfigWriter {
  /** What is said of a call beside Keras's args and kwargs, which Keras passes over. */
  static final String MASKS = "masks";

  /** Says that all masks travel, as here and in Keras 2. */
  static final String TRAVEL = "travel";

  private final FunctionalGraph graph;
  private final OpNames opNames;

  private ConfigWriter(FunctionalGraph graph) {
    this.graph = graph;
    this.opNames = new OpNames(graph.operations());
  }

  /** Returns {@code {module, class_name, config, registered_name, ...}}. */
  static Map<String, Object> model(Model model) {
    Map<String, Object> form =
        switch (model) {
          case Sequential s -> Serialized.form("keras", "Sequential", s.config(), null);
          case Functional f ->
              Serialized.form(
                  "keras.src.models.functional", "Functional", f.config(), "Functional");
          default -> Serialized.object(model, "keras", model.className(), model.config());
        };
    Map<String, Object> build = new LinkedHashMap<>();
    boolean chain = model instanceof Sequential && model.inputTypes() != null;
    build.put("input_shape", chain ? extents(model.inputTypes().get(0).shape()) : null);
    form.put("build_config", build);
    form.put("compile_config", CompileConfig.write(model));
    return form;
  }

  private static Map<String, Object> layer(Layer layer) {
    Map<String, Object> form = LayerRegistry.toConfig(layer);
    if (layer instanceof InputLayer) {
      form.remove("build_config");
    }
    return form;
  }

  static List<Integer> extents(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int d : shape.dims()) {
      dims.add(d == Shape.UNKNOWN ? null : d);
    }
    return dims;
  }

  /** Adds what a chain has beside its name. */
  static void sequential(Sequential model, Map<String, Object> config) {
    List<Object> layers = new ArrayList<>();
    if (model.input() != null) {
      layers.add(layer(InputLayer.of(model.input())));
    }
    model.layers().forEach(l -> layers.add(layer(l)));
    config.put("layers", layers);
    if (model.inputTypes() != null) {
      config.put("build_input_shape", extents(model.inputTypes().get(0).shape()));
    }
  }

  /** Adds what a graph has beside its name. */
  static void functional(FunctionalGraph graph, Map<String, Object> config) {
    ConfigWriter writer = new ConfigWriter(graph);
    List<Object> layers = new ArrayList<>();
    graph.operations().forEach(o -> layers.add(writer.operation(o)));
    config.put("layers", layers);
    config.put("input_layers", writer.ends(graph.inputEnds()));
    config.put("output_layers", writer.ends(graph.outputEnds()));
  }

  private Map<String, Object> operation(Object operation) {
    Map<String, Object> form;
    String name;
    if (operation instanceof Layer layer) {
      form = layer(layer);
      name = layer.name();
    } else {
      Node node = (Node) operation;
      name = opNames.name(node);
      form = OpForms.write(node, name);
    }
    List<Object> calls = new ArrayList<>();
    for (GraphNode call : graph.callsOf(operation)) {
      if (!call.isInput()) {
        calls.add(call(call));
      }
    }
    form.put("name", name);
    form.put("inbound_nodes", calls);
    return form;
  }

  private Map<String, Object> call(GraphNode call) {
    List<Object> operands = new ArrayList<>();
    for (Value v : call.inputs()) {
      operands.add(
          v.node().op() instanceof Leaf.Constant c && graph.nodeOf(v) == null
              ? OpForms.number(c, opName(call))
              : tensor(v, opName(call)));
    }
    if (call.call() != null) {
      Map<String, Object> form = CallWriter.form(call.call(), operands);
      if (MaskNaming.travels(call)) {
        form.put(MASKS, TRAVEL);
      }
      return form;
    }
    CallArguments arguments =
        call.node().op() instanceof FileOperation operation
            ? operation.filled(operands)
            : new CallArguments(operands, Map.of());
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("args", arguments.args());
    form.put("kwargs", arguments.kwargs());
    return form;
  }

  private String opName(GraphNode call) {
    return call.layer() != null ? call.layer().name() : opNames.name(call.node());
  }

  private Map<String, Object> tensor(Value v, String user) {
    GraphNode source = graph.nodeOf(v);
    if (source == null) {
      throw new IllegalArgumentException(
          "operation \"%s\" reads a variable; put it into a layer so that it can be written"
              .formatted(user));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("shape", extents(v.shape()));
    config.put("dtype", v.dtype().keras());
    config.put("keras_history", history(source, v, 0));
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("class_name", "__keras_tensor__");
    form.put("config", config);
    return form;
  }

  private List<Object> history(GraphNode source, Value v, int indexOfFirst) {
    String name = source.layer() != null ? source.layer().name() : opNames.name(source.node());
    int index = graph.callsOf(source.operation()).indexOf(source) + indexOfFirst;
    int result = source.isInput() ? 0 : v.index();
    return List.of(
        name,
        index,
        source.layer() instanceof Functional f ? f.graph().outputEnds().toKeras(result) : result);
  }

  /** Keras counts the calls of a nested functional model from 1 here, and from 0 elsewhere. */
  private Object ends(Ends ends) {
    List<Object> forms = new ArrayList<>();
    for (Value v : ends.values()) {
      GraphNode source = graph.nodeOf(v);
      forms.add(history(source, v, source.layer() instanceof Functional ? 1 : 0));
    }
    return ends.arrange(forms);
  }
}
