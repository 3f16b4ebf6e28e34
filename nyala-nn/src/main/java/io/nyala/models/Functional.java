// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.Call;
import io.nyala.layers.InputLayer;
import io.nyala.layers.Layer;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model given by the symbolic values at its ends. */
final class Functional extends Model {
  private final FunctionalGraph graph;

  Functional(List<Value> inputs, List<Value> outputs) {
    this.graph = new FunctionalGraph(inputs, outputs);
    requireDistinctNames(graph.layers());
    graph.layers().stream().filter(l -> !(l instanceof InputLayer)).forEach(this::add);
    ensureBuilt(inputs.stream().map(Value::type).toList());
  }

  FunctionalGraph graph() {
    return graph;
  }

  @Override
  public List<Layer> layers() {
    return graph.layers();
  }

  @Override
  public List<String> outputNames() {
    List<String> names = new ArrayList<>();
    Map<String, Integer> taken = new LinkedHashMap<>();
    for (Value output : graph.outputs()) {
      String name = FunctionalGraph.nameOf(output);
      int n = taken.merge(name, 1, Integer::sum) - 1;
      names.add(n == 0 ? name : name + "_" + n);
    }
    return names;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.remove("dtype");
    ConfigWriter.functional(graph, config);
    return config;
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    Inputs.check(this, graph.inputs().stream().map(Value::type).toList(), inputs);
    return graph.trace(call, inputs);
  }
}
