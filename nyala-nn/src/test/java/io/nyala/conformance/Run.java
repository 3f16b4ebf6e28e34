// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.graph.Graph;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph in an engine, run as often as wanted. */
final class Run {
  private final Graph graph;
  private final Execution execution;

  private Run(Engine engine, Graph graph, List<Tensor> inputs) {
    this.graph = graph;
    this.execution = engine.compile(graph).newExecution();
    for (int i = 0; i < inputs.size(); i++) {
      execution.input(i, inputs.get(i));
    }
  }

  /** Returns the engines that must give the same numbers, by a name for messages. */
  static Map<String, Engine> engines() {
    Map<String, Engine> engines = new LinkedHashMap<>();
    engines.put("CPU engine", CpuEngine.shared());
    engines.put("reference engine", new ReferenceEngine());
    return engines;
  }

  static Run of(Engine engine, Graph graph, List<Tensor> inputs) {
    return new Run(engine, graph, inputs);
  }

  /** Runs a graph that assigns nothing, once. */
  static List<Tensor> once(
      Engine engine, List<Value> inputs, List<Value> outputs, List<Tensor> data) {
    return of(engine, Graph.of(inputs, outputs), data).next();
  }

  /** Runs once more and returns copies of the outputs. */
  List<Tensor> next() {
    execution.run();
    List<Tensor> results = new ArrayList<>();
    for (Value v : graph.outputs()) {
      Tensor into = Tensor.zeros(v.shape()).cast(v.dtype());
      execution.output(results.size(), into);
      results.add(into);
    }
    return results;
  }
}
