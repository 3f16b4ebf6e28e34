// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.graph.Graph;
import io.nyala.plan.Engine;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Computes functions of tensors on the processor and on the oracle, which must agree. */
final class Evaluate {
  /** Some roundings of numbers near 1. */
  private static final double TOLERANCE = 1e-6;

  private Evaluate() {}

  /** Returns the result of a function. */
  static Tensor of(Function<List<Value>, Value> function, Tensor... at) {
    return all(in -> List.of(function.apply(in)), at).get(0);
  }

  /** Returns the results of a function. */
  static List<Tensor> all(Function<List<Value>, List<Value>> function, Tensor... at) {
    List<Value> inputs = new ArrayList<>();
    for (Tensor t : at) {
      inputs.add(Ops.input("x" + inputs.size(), t.shape(), t.dtype()));
    }
    Graph graph = Graph.of(inputs, function.apply(inputs));
    List<Tensor> results = run(CpuEngine.shared(), graph, at);
    List<Tensor> oracle = run(new ReferenceEngine(), graph, at);
    for (int i = 0; i < results.size(); i++) {
      TensorAssert.assertClose(results.get(i), oracle.get(i), TOLERANCE, TOLERANCE);
    }
    return results;
  }

  private static List<Tensor> run(Engine engine, Graph graph, Tensor... at) {
    Execution run = engine.compile(graph).newExecution();
    for (int i = 0; i < at.length; i++) {
      run.input(i, at[i]);
    }
    run.run();
    List<Tensor> results = new ArrayList<>();
    for (Value output : graph.outputs()) {
      results.add(zeros(output));
      run.output(results.size() - 1, results.getLast());
    }
    return results;
  }

  private static Tensor zeros(Value v) {
    Shape s = v.shape();
    return v.dtype() == DType.INT32
        ? Tensor.ofInts(s, new int[s.size()])
        : v.dtype() == DType.BOOL ? Tensor.ofBools(s, new float[s.size()]) : Tensor.zeros(s);
  }
}
