// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.graph.Graph;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.plan.Execution;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** Gives tensors to a metric as a trainer does: through a compiled program. */
final class Updates {
  private Updates() {}

  static void update(
      Engine engine, Metric metric, Tensor yTrue, Tensor yPred, Tensor sampleWeight) {
    metric.update(observe(engine, metric, yTrue, yPred), sampleWeight);
  }

  static List<Tensor> observe(Engine engine, Metric metric, Tensor yTrue, Tensor yPred) {
    Value t = Ops.input("yTrue", yTrue.shape(), yTrue.dtype());
    Value p = Ops.input("yPred", yPred.shape(), yPred.dtype());
    List<Value> observed = metric.observed(t, p);
    Execution run = engine.compile(Graph.of(List.of(t, p), observed)).newExecution();
    run.input(0, yTrue);
    run.input(1, yPred);
    run.run();
    List<Tensor> tensors = new ArrayList<>();
    for (Value value : observed) {
      Tensor tensor = empty(value.type());
      run.output(tensors.size(), tensor);
      tensors.add(tensor);
    }
    return tensors;
  }

  private static Tensor empty(Type type) {
    Shape shape = type.shape();
    return type.dtype() == DType.INT32
        ? Tensor.ofInts(shape, new int[shape.size()])
        : Tensor.zeros(shape);
  }
}
