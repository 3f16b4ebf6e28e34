// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.reference;

import io.nyala.graph.Decompose;
import io.nyala.graph.Graph;
import io.nyala.graph.Topology;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The reference engine, used as a test oracle. It decomposes everything into primitives and
 * computes each with a simple loop in double precision. It is slow, small, and written
 * independently of the fast engine.
 */
public final class ReferenceEngine implements Engine {
  /** Creates the reference engine. */
  public ReferenceEngine() {}

  @Override
  public Program compile(Graph graph) {
    Graph primitives = Decompose.apply(graph, op -> true);
    List<Value> wanted = new ArrayList<>(primitives.outputs());
    primitives.assignments().forEach(a -> wanted.add(a.value()));
    List<Node> order = Topology.order(wanted);
    for (Node node : order) {
      node.outputs().forEach(v -> v.shape().size());
    }
    return new Program() {
      @Override
      public Execution newExecution(UnaryOperator<Variable> places) {
        return new ReferenceExecution(primitives, order, places);
      }

      @Override
      public long bufferBytes() {
        long n = 0;
        for (Node node : order) {
          for (Value v : node.outputs()) {
            n += 8L * v.shape().size();
          }
        }
        return n;
      }
    };
  }
}
