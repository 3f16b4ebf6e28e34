// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.InputLayer;
import io.nyala.models.config.ConfigWriter;
import io.nyala.models.core.Building;
import io.nyala.models.core.Inputs;
import io.nyala.models.graph.Ends;
import io.nyala.models.graph.FunctionalGraph;
import io.nyala.models.graph.GraphModel;
import io.nyala.models.graph.MaskNaming;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model defined by its symbolic inputs and outputs. */
final class Functional extends Model implements GraphModel {
  private final FunctionalGraph graph;
  private final MaskNaming naming;

  /** The graph as stored in files; it determines the order of the layers. */
  private final FunctionalGraph written;

  Functional(List<Value> inputs, List<Value> outputs) {
    this(
        Ends.list(Arguments.allGiven("inputs", inputs)),
        Ends.list(Arguments.allGiven("outputs", outputs)));
    graph.requireAllUsed();
  }

  /**
   * Creates a model read from a file, where inputs and outputs may be nested structures and an
   * input may be unused.
   */
  Functional(Ends inputs, Ends outputs) {
    this.graph = new FunctionalGraph(inputs, outputs);
    this.naming = MaskNaming.of(graph, Model.class::isInstance);
    this.written = naming.graph();
    Building.requireDistinctNames(layers());
    layers().stream().filter(l -> !(l instanceof InputLayer)).forEach(this::add);
    core().ensureBuilt(graph.inputs().stream().map(Value::type).toList());
  }

  @Override
  public FunctionalGraph graph() {
    return graph;
  }

  @Override
  public List<Layer> layers() {
    return written.layers();
  }

  @Override
  public List<String> inputNames() {
    return graph.inputEnds().names();
  }

  @Override
  public List<String> outputNames() {
    return graph.outputEnds().names();
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.remove("dtype");
    naming.warn();
    ConfigWriter.graph(written, config);
    return config;
  }

  @Override
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("args", List.of(arranged(operands)));
    form.put("kwargs", Map.of());
    return form;
  }

  @Override
  protected Object arranged(List<Object> forms) {
    return graph.inputEnds().arrange(forms);
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    Inputs.check(this, graph.inputs().stream().map(Value::type).toList(), inputs);
    return graph.trace(call, inputs);
  }
}
