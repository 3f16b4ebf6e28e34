// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.config;

import io.nyala.layers.base.CallWriter;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.core.InputLayer;
import io.nyala.models.graph.Ends;
import io.nyala.models.graph.FunctionalGraph;
import io.nyala.models.graph.GraphModel;
import io.nyala.models.graph.GraphNode;
import io.nyala.models.graph.MaskNaming;
import io.nyala.models.operations.CallArguments;
import io.nyala.models.operations.FileOperation;
import io.nyala.models.operations.OpForms;
import io.nyala.models.operations.OpNames;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the layers of a model and their connections in the format of Keras 3. */
public final class ConfigWriter {
  /** The key of a call's masks, stored next to Keras's args and kwargs. Keras ignores it. */
  static final String MASKS = "masks";

  /** The key of the flag that all masks propagate, as they do in this library and in Keras 2. */
  static final String TRAVEL = "travel";

  private final FunctionalGraph graph;
  private final OpNames opNames;

  private ConfigWriter(FunctionalGraph graph) {
    this.graph = graph;
    this.opNames = new OpNames(graph.operations());
  }

  private static Map<String, Object> layer(Layer layer) {
    Map<String, Object> form = LayerRegistry.toConfig(layer);
    if (layer instanceof InputLayer) {
      form.remove("build_config");
    }
    return form;
  }

  public static List<Integer> extents(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int d : shape.dims()) {
      dims.add(d == Shape.UNKNOWN ? null : d);
    }
    return dims;
  }

  /**
   * Adds the entries of a chain other than its name.
   *
   * @param input the declared input, or null
   * @param types the types of the input, or null if they are not known
   */
  public static void chain(
      Value input, List<Layer> chain, List<Type> types, Map<String, Object> config) {
    List<Object> layers = new ArrayList<>();
    if (input != null) {
      layers.add(layer(InputLayer.of(input)));
    }
    chain.forEach(l -> layers.add(layer(l)));
    config.put("layers", layers);
    if (types != null) {
      config.put("build_input_shape", extents(types.get(0).shape()));
    }
  }

  /** Adds the entries of a graph other than its name. */
  public static void graph(FunctionalGraph graph, Map<String, Object> config) {
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
          "operation \"%s\" reads a variable; put it into a layer so that it can be saved"
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
        source.layer() instanceof GraphModel f ? f.graph().outputEnds().toKeras(result) : result);
  }

  /** Keras numbers the calls of a nested functional model from 1 here, and from 0 elsewhere. */
  private Object ends(Ends ends) {
    List<Object> forms = new ArrayList<>();
    for (Value v : ends.values()) {
      GraphNode source = graph.nodeOf(v);
      forms.add(history(source, v, source.layer() instanceof GraphModel ? 1 : 0));
    }
    return ends.arrange(forms);
  }
}
