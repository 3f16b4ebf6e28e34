// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.reference;

import io.nyala.graph.Graph;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An execution on the reference engine. Inputs and results may also be set and read in double
 * precision.
 */
public final class ReferenceExecution implements Execution {
  private final Graph graph;
  private final List<Node> order;
  private final Map<Value, double[]> values = new IdentityHashMap<>();
  private final Map<Variable, double[]> overrides = new IdentityHashMap<>();
  private UnaryOperator<Variable> places;
  private long step;
  private long firstRow;
  private int rows = 1;

  ReferenceExecution(Graph graph, List<Node> order, UnaryOperator<Variable> places) {
    this.graph = graph;
    this.order = order;
    this.places = places;
  }

  @Override
  public void input(int index, Tensor tensor) {
    Value v = graph.inputs().get(index);
    if (!tensor.shape().equals(v.shape())) {
      throw new ShapeException(
          "input %d must be %s, got %s%s"
              .formatted(index, v.type(), tensor.dtype().keras(), tensor.shape()));
    }
    double[] d = new double[tensor.size()];
    for (int i = 0; i < d.length; i++) {
      d[i] = tensor.dtype() == DType.INT32 ? tensor.ints()[i] : tensor.at(i);
    }
    values.put(v, d);
  }

  @Override
  public void input(int index, float[] data, int offset) {
    Value v = graph.inputs().get(index);
    double[] d = new double[v.shape().size()];
    for (int i = 0; i < d.length; i++) {
      d[i] = data[offset + i];
    }
    values.put(v, d);
  }

  /** Sets an input in double precision. */
  public void input(int index, double[] data) {
    values.put(graph.inputs().get(index), data.clone());
  }

  /** Overrides the content of a variable, in double precision, for the next runs. */
  public void override(Variable variable, double[] data) {
    overrides.put(variable, data.clone());
  }

  @Override
  public void step(long newStep) {
    this.step = newStep;
  }

  @Override
  public void part(long first, int count) {
    this.firstRow = first;
    this.rows = count;
  }

  @Override
  public void variables(UnaryOperator<Variable> newPlaces) {
    this.places = newPlaces;
  }

  @Override
  public void run() {
    for (Node node : order) {
      Value out = node.output(0);
      switch (node.op()) {
        case Leaf.Input in -> {
          if (!values.containsKey(out)) {
            throw new IllegalStateException("input \"" + in.name() + "\" was not given");
          }
        }
        case Leaf.Read read -> values.put(out, read(read.variable()));
        case Leaf.Constant c -> {
          double[] d = new double[c.tensor().size()];
          for (int i = 0; i < d.length; i++) {
            d[i] = c.tensor().dtype() == DType.INT32 ? c.tensor().ints()[i] : c.tensor().at(i);
          }
          values.put(out, d);
        }
        case Primitive p -> {
          List<double[]> in = new ArrayList<>();
          node.inputs().forEach(v -> in.add(values.get(v)));
          values.put(out, ReferenceOps.evaluate(p, node, in, step, firstDrawn(out)));
        }
        default -> throw new IllegalStateException("not a primitive: " + node);
      }
    }
    List<double[]> news = graph.assignments().stream().map(a -> values.get(a.value())).toList();
    for (int i = 0; i < news.size(); i++) {
      Variable v = Program.place(places, graph.assignments().get(i).variable());
      for (int k = 0; k < v.size(); k++) {
        v.data()[v.offset() + k] = (float) news.get(i)[k];
      }
    }
  }

  private long firstDrawn(Value drawn) {
    int size = drawn.shape().size();
    return size % rows == 0 ? firstRow * (size / rows) : 0;
  }

  private double[] read(Variable original) {
    double[] o = overrides.get(original);
    if (o != null) {
      return o;
    }
    Variable variable = Program.place(places, original);
    double[] d = new double[variable.size()];
    for (int i = 0; i < d.length; i++) {
      d[i] = variable.data()[variable.offset() + i];
    }
    return d;
  }

  @Override
  public void output(int index, Tensor into) {
    double[] d = doubles(index);
    for (int i = 0; i < d.length; i++) {
      if (into.dtype() == DType.INT32) {
        into.ints()[i] = (int) d[i];
      } else {
        into.floats()[i] = (float) d[i];
      }
    }
  }

  /** Returns an output in double precision. */
  public double[] doubles(int index) {
    return values.get(graph.outputs().get(index)).clone();
  }

  @Override
  public float scalar(int index) {
    return (float) values.get(graph.outputs().get(index))[0];
  }
}
