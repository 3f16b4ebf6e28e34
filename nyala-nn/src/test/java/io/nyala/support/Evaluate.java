// SPDX-License-Identifier: Apache-2.0
package io.nyala.support;

import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Runs operations and layers on the reference engine. */
public final class Evaluate {
  private Evaluate() {}

  /** Returns the value of a function of one tensor. */
  public static Tensor of(UnaryOperator<Value> function, Tensor x) {
    return all(in -> List.of(function.apply(in.get(0))), Call.inference(), 0, x).get(0);
  }

  /** Returns the output of a layer in inference. */
  public static Tensor layer(Layer layer, Tensor... inputs) {
    return layer(layer, Call.inference(), 0, inputs);
  }

  /** Returns the output of a layer in a call, at a step of the run; assigns what the call asks. */
  public static Tensor layer(Layer layer, Call call, long step, Tensor... inputs) {
    return all(in -> layer.trace(call, in), call, step, inputs).get(0);
  }

  /** Returns the values of functions of tensors; assigns what the call asks for. */
  public static List<Tensor> all(
      Function<List<Value>, List<Value>> function, Call call, long step, Tensor... inputs) {
    List<Value> given = Arrays.stream(inputs).map(Evaluate::input).toList();
    List<Value> outputs = function.apply(given);
    Graph graph = new Graph(given, outputs, call.assignments());
    Execution execution = new ReferenceEngine().compile(graph).newExecution();
    for (int i = 0; i < inputs.length; i++) {
      execution.input(i, inputs[i]);
    }
    execution.step(step);
    execution.run();
    List<Tensor> results = new ArrayList<>();
    for (Value v : outputs) {
      Tensor result = Tensor.zeros(v.shape()).cast(v.dtype());
      execution.output(results.size(), result);
      results.add(result);
    }
    return results;
  }

  /** Returns an input of the tensor's type. */
  public static Value input(Tensor t) {
    return Node.apply(new Leaf.Input("x", new Type(t.shape(), t.dtype())));
  }
}
