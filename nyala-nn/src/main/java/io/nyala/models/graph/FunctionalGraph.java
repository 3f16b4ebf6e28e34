// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.MaskUse;
import io.nyala.layers.core.InputLayer;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.settings.Names;
import io.nyala.tensor.ShapeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph from a model's inputs to its outputs. It is found once from the symbolic values and
 * traversed again with other values whenever a program is created. The inputs may be anywhere in a
 * larger graph. Nodes before them are not part of the model.
 */
public final class FunctionalGraph {
  private final Ends inputEnds;
  private final Ends outputEnds;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final Map<Object, GraphNode> nodes = new IdentityHashMap<>();

  /** All nodes in topological order. */
  private final List<GraphNode> order = new ArrayList<>();

  /** The order in which operations were first reached from the outputs. */
  private final Map<Object, Integer> met = new IdentityHashMap<>();

  /** The number of operands of a node already visited. */
  private final Map<GraphNode, Integer> visited = new IdentityHashMap<>();

  /** Inputs on which no output depends. They occur in files. */
  private final List<Value> unused = new ArrayList<>();

  private final List<Object> operations;

  /** The nodes in the order of computation. */
  private final List<GraphNode> steps;

  public FunctionalGraph(Ends inputEnds, Ends outputEnds) {
    this.inputEnds = inputEnds;
    this.outputEnds = outputEnds;
    this.inputs = List.copyOf(inputEnds.values());
    this.outputs = List.copyOf(outputEnds.values());
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one input and one output");
    }
    Set<Value> distinct = new LinkedHashSet<>(inputs);
    if (distinct.size() != inputs.size()) {
      throw new IllegalArgumentException("a model must not have the same input twice");
    }
    for (Value input : inputs) {
      nodes.put(input, GraphNode.input(describe(input)));
    }
    outputEnds.valuesOfKeras().forEach(this::walkBack);
    for (Value input : inputEnds.valuesOfKeras()) {
      if (!order.contains(nodes.get(input))) {
        unused.add(input);
        order.add(nodes.get(input));
      }
    }
    this.operations = operationsByDepth();
    this.steps = takesMasks() ? byDepth() : order;
  }

  private boolean takesMasks() {
    return order.stream()
        .anyMatch(n -> n.call() != null && n.call().masks().after() == MaskUse.After.TAKE);
  }

  /**
   * Returns the nodes in Keras's order of computation, which matters if calls remove masks that
   * later calls would use.
   */
  List<GraphNode> byDepth() {
    Set<GraphNode> met = new LinkedHashSet<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      met.add(order.get(i));
      met.addAll(order.get(i).parents());
    }
    return met.stream().sorted(Comparator.comparingInt(n -> -n.depth())).toList();
  }

  /** Rejects inputs that are not connected to an output. */
  public void requireAllUsed() {
    for (Value input : unused) {
      throw new IllegalArgumentException(
          "graph disconnected: no output depends on input \"%s\" %s; remove it from the inputs"
              .formatted(nameOf(input), input.shape()));
    }
  }

  private static InputLayer describe(Value input) {
    if (input.node().op() instanceof Leaf.Input) {
      return InputLayer.of(input);
    }
    InputLayer layer = new InputLayer(input.shape(), input.dtype());
    layer.named(nameOf(input) + "_output");
    return layer;
  }

  public static String nameOf(Value value) {
    return value.node().op() instanceof Leaf.Input leaf ? leaf.name() : value.node().op().label();
  }

  // Finding the way

  /** Returns the node that produces a value, or null for constants and variables. */
  public GraphNode nodeOf(Value value) {
    GraphNode input = nodes.get(value);
    return input != null ? input : nodes.get(value.node());
  }

  private GraphNode enter(Value value) {
    GraphNode known = nodeOf(value);
    if (known != null) {
      return known;
    }
    switch (value.node().op()) {
      case Leaf.Input leaf ->
          throw new IllegalArgumentException(
              "graph disconnected: the outputs need input \"%s\" %s, which is not among the model's inputs %s"
                  .formatted(
                      leaf.name(),
                      value.shape(),
                      Names.list(
                          leaf.name(),
                          inputs.stream().map(v -> nameOf(v) + " " + v.shape()).toList())));
      case Leaf.Constant c -> {
        return null;
      }
      case Leaf.Read r -> {
        return null;
      }
      default -> {
        GraphNode node = GraphNode.of(value.node());
        nodes.put(value.node(), node);
        return node;
      }
    }
  }

  /** Traverses depth first, as Keras does, without recursion because models may be deep. */
  private void walkBack(Value output) {
    Deque<GraphNode> path = new ArrayDeque<>();
    push(path, output);
    while (!path.isEmpty()) {
      GraphNode node = path.peek();
      int i = visited.merge(node, 1, Integer::sum) - 1;
      if (i < node.inputs().size()) {
        GraphNode parent = push(path, node.inputs().get(i));
        if (parent != null && !node.parents().contains(parent)) {
          node.parents().add(parent);
        }
      } else {
        path.pop();
        order.add(node);
      }
    }
  }

  private GraphNode push(Deque<GraphNode> path, Value value) {
    GraphNode node = enter(value);
    if (node != null) {
      met.putIfAbsent(node.operation(), met.size());
      if (visited.putIfAbsent(node, 0) == null) {
        path.push(node);
      }
    }
    return node;
  }

  /** Sorts by distance from the outputs, as Keras lists a model's layers. */
  private List<Object> operationsByDepth() {
    Map<Object, Integer> depths = new IdentityHashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      GraphNode node = order.get(i);
      int depth = Math.max(node.depth(), depths.getOrDefault(node.operation(), 0));
      depths.put(node.operation(), depth);
      node.depth(depth);
      node.parents().forEach(p -> p.depth(Math.max(depth + 1, p.depth())));
    }
    List<Object> sorted = new ArrayList<>(depths.keySet());
    // Within one depth, Keras lists unconnected inputs first.
    sorted.sort(
        Comparator.<Object>comparingInt(o -> -depths.get(o))
            .thenComparingInt(o -> met.getOrDefault(o, -1)));
    return List.copyOf(sorted);
  }

  // Results

  public Ends inputEnds() {
    return inputEnds;
  }

  public Ends outputEnds() {
    return outputEnds;
  }

  public List<Value> inputs() {
    return inputs;
  }

  List<Value> outputs() {
    return outputs;
  }

  /** Returns layers and bare operations ({@link Node}) in Keras's order. */
  public List<Object> operations() {
    return operations;
  }

  /** Returns the layers in Keras's order, including the input layers. */
  public List<Layer> layers() {
    return operations.stream().filter(Layer.class::isInstance).map(Layer.class::cast).toList();
  }

  /** Returns all calls of an operation, in the order of computation. */
  public List<GraphNode> callsOf(Object operation) {
    return order.stream().filter(n -> n.operation() == operation).toList();
  }

  /** Returns all nodes in topological order. */
  List<GraphNode> order() {
    return order;
  }

  /** Returns whether the model is a chain in which each layer occurs once. */
  boolean isChain() {
    return order.size() == operations.size()
        && order.stream().mapToInt(GraphNode::depth).distinct().count() == order.size()
        && order.stream().allMatch(n -> n.parents().size() <= 1);
  }

  // Walking it

  /** Computes the outputs from other inputs. */
  public List<Value> trace(Call call, List<Value> actual) {
    Map<Value, Value> values = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), actual.get(i));
    }
    for (GraphNode step : steps) {
      if (step.isInput()) {
        continue;
      }
      Node node = step.node();
      List<Value> operands = node.inputs().stream().map(v -> values.getOrDefault(v, v)).toList();
      List<Value> results;
      try {
        results =
            step.call() != null
                ? step.call().trace(call, operands)
                : Node.apply(node.op(), operands);
      } catch (ShapeException e) {
        throw withNeighbours(e, step, values);
      }
      for (int i = 0; i < results.size(); i++) {
        values.put(node.output(i), results.get(i));
      }
    }
    // Constants and variables are used unchanged.
    return outputs.stream().map(v -> values.getOrDefault(v, v)).toList();
  }

  private ShapeException withNeighbours(
      ShapeException e, GraphNode step, Map<Value, Value> values) {
    StringBuilder message = new StringBuilder(e.getMessage());
    for (Value operand : step.inputs()) {
      GraphNode parent = nodeOf(operand);
      if (parent != null && values.containsKey(operand)) {
        message
            .append("; ")
            .append(nameOf(operand))
            .append(parent.isInput() ? " is " : " above it gives ")
            .append(values.get(operand).shape());
      }
    }
    ShapeException located = new ShapeException(message.toString());
    located.initCause(e);
    return located;
  }
}
