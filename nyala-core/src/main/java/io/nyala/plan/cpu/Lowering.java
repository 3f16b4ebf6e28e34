// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.graph.Graph;
import io.nyala.graph.Topology;
import io.nyala.graph.Uses;
import io.nyala.kernel.Kernels;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.plan.cpu.ElementwiseGroups.Group;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lowers a graph to instructions over buffers that have no offset yet. */
final class Lowering {
  final List<Instruction> program = new ArrayList<>();
  final List<Variable> variables = new ArrayList<>();
  final List<Integer> variableSlots = new ArrayList<>();
  final Map<Integer, float[]> constants = new LinkedHashMap<>();
  final List<Integer> inputSlots = new ArrayList<>();
  final List<Ref> outputs = new ArrayList<>();
  final List<Buffer> kept = new ArrayList<>();
  int slots = 1;

  private final Kernels kernels;
  private final boolean optimise;
  private final Map<Value, Ref> refs = new IdentityHashMap<>();
  private final Map<Value, Ref> destinations = new IdentityHashMap<>();
  private final Map<Variable, Buffer> variableBuffers = new IdentityHashMap<>();
  private Uses uses;
  private RowTables tables;

  Lowering(Kernels kernels, boolean optimise) {
    this.kernels = kernels;
    this.optimise = optimise;
  }

  void lower(Graph graph) {
    List<Value> roots = new ArrayList<>(graph.outputs());
    graph.assignments().forEach(a -> roots.add(a.value()));
    uses = new Uses(graph);
    List<Node> order = Topology.order(roots);
    for (Value input : graph.inputs()) {
      refs.put(input, new Ref(new Buffer(slots, input.shape().size())));
      inputSlots.add(slots++);
    }
    Set<Variable> readVariables = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : order) {
      if (node.op() instanceof Leaf.Read read) {
        readVariables.add(read.variable());
      }
    }
    List<Graph.Assignment> late = new ArrayList<>();
    List<Graph.Assignment> direct = new ArrayList<>();
    for (Graph.Assignment a : graph.assignments()) {
      Value source = source(a.value());
      if (optimise
          && !readVariables.contains(a.variable())
          && !(source.node().op() instanceof Leaf)
          && !destinations.containsKey(source)) {
        destinations.put(source, new Ref(buffer(a.variable())));
        direct.add(a);
      } else {
        late.add(a);
      }
    }
    tables = new RowTables(order, roots, direct, Lowering::source);
    Map<Node, Node> slopes = optimise ? slopes(order) : Map.of();
    Set<Node> alone = Collections.newSetFromMap(new IdentityHashMap<>());
    alone.addAll(slopes.values());
    Set<Node> inSteps = Collections.newSetFromMap(new IdentityHashMap<>());
    if (optimise) {
      order.stream().filter(n -> RecurrentInput.isPartOfStep(n, uses)).forEach(inSteps::add);
    }
    NodeLowering nodes = new NodeLowering(kernels, program, this::ref, this::result, inSteps);
    for (Group group : ElementwiseGroups.of(order, alone, optimise)) {
      Node first = group.nodes.get(0);
      if (alone.contains(first)) {
        // Its gradient has waited for the result of the activation, unless that was computed
        // before.
        Node gradient = first.input(0).node();
        if (slopes.containsKey(gradient)) {
          nodes.withSlope(gradient, first);
        }
      } else if (group.elementwise) {
        program.add(chain(group.nodes));
      } else if (inSteps.contains(first)) {
        continue; // its user computes it
      } else if (!slopes.containsKey(first)) {
        lowerOne(first, nodes);
      } else if (refs.containsKey(slopes.get(first).input(1))) {
        nodes.withSlope(first, slopes.remove(first));
      }
    }
    for (Value output : graph.outputs()) {
      Ref ref = ref(output);
      outputs.add(ref);
      kept.add(ref.buffer);
    }
    assignLate(late);
  }

  /** Returns the value whose memory a reshaped value shares. */
  private static Value source(Value v) {
    Value s = v;
    while (s.node().op() instanceof Primitive.Reshape
        || s.node().op() instanceof Primitive.StopGradient) {
      s = s.node().input(0);
    }
    return s;
  }

  /** Finds gradients whose only use is a multiplication by the slope of an activation. */
  private Map<Node, Node> slopes(List<Node> order) {
    Map<Node, Node> slopes = new IdentityHashMap<>();
    for (Node node : order) {
      if (node.op() instanceof Primitive.Binary b
          && (b.kind() == BinaryKind.RELU_GRADIENT
              || b.kind() == BinaryKind.RELU6_GRADIENT
              || b.kind() == BinaryKind.SIGMOID_GRADIENT
              || b.kind() == BinaryKind.TANH_GRADIENT)) {
        Value gradient = node.input(0);
        Value result = node.input(1);
        if (uses.isForOne(gradient)
            && result.shape().equals(gradient.shape())
            && NodeLowering.takesSlope(gradient, b.kind(), result)) {
          slopes.put(gradient.node(), node);
        }
      }
    }
    return slopes;
  }

  private void lowerOne(Node node, NodeLowering nodes) {
    switch (node.op()) {
      case Leaf.Input in -> {
        if (!refs.containsKey(node.output(0))) {
          throw new IllegalArgumentException(
              "the graph needs input \""
                  + in.name()
                  + "\" "
                  + in.type()
                  + ", which it does not list");
        }
      }
      case Leaf.Read read -> refs.put(node.output(0), new Ref(buffer(read.variable())));
      case Leaf.Constant c -> {
        constants.put(slots, rawBits(c.tensor()));
        refs.put(node.output(0), new Ref(new Buffer(slots++, c.tensor().size())));
      }
      case Primitive.Reshape r -> refs.put(node.output(0), ref(node.input(0)));
      case Primitive.StopGradient s -> refs.put(node.output(0), ref(node.input(0)));
      case Primitive.Gather g when tables.isGather(node) -> {
        tables.beforeGather(program, node, ref(node.input(1)));
        nodes.lower(node);
      }
      case Primitive.ScatterAdd a when tables.isScatter(node) ->
          program.add(
              tables.scatter(kernels.move(), node, ref(node.input(0)), result(node.output(0))));
      default -> nodes.lower(node);
    }
  }

  /** Returns, for each of {@link #variables}, whether only its planned rows are accessed. */
  boolean[] byRows() {
    boolean[] byRows = new boolean[variables.size()];
    for (int i = 0; i < byRows.length; i++) {
      byRows[i] = tables.has(variables.get(i));
    }
    return byRows;
  }

  private ChainInstruction chain(List<Node> nodes) {
    Set<Node> members = Collections.newSetFromMap(new IdentityHashMap<>());
    members.addAll(nodes);
    ChainBuilder builder =
        new ChainBuilder(
            nodes,
            this::ref,
            v -> {
              boolean leaves =
                  uses.isResult(v)
                      || destinations.containsKey(v)
                      || uses.of(v).stream().anyMatch(u -> !members.contains(u));
              return leaves ? result(v) : null;
            });
    return builder.build(kernels.elementwise());
  }

  private Ref ref(Value v) {
    Ref r = refs.get(v);
    if (r == null) {
      throw new IllegalStateException("not computed yet: " + v);
    }
    return r;
  }

  /** Returns the location to which a value is written. */
  private Ref result(Value v) {
    Ref r = destinations.get(v);
    if (r == null) {
      r = new Ref(new Buffer(Buffer.ARENA, v.shape().size()));
    }
    refs.put(v, r);
    return r;
  }

  private Buffer buffer(Variable variable) {
    return variableBuffers.computeIfAbsent(
        variable,
        v -> {
          variables.add(v);
          variableSlots.add(slots);
          return new Buffer(slots++, v.size());
        });
  }

  /** Copies new contents to variables that are also read, after everything has been computed. */
  private void assignLate(List<Graph.Assignment> late) {
    List<Ref> sources = new ArrayList<>();
    for (Graph.Assignment a : late) {
      Ref from = ref(a.value());
      if (variableBuffers.containsValue(from.buffer) && late.size() > 1) {
        // Another assignment may overwrite this variable before it is copied.
        Ref saved = new Ref(new Buffer(Buffer.ARENA, from.size));
        program.add(copy(from, saved));
        from = saved;
      }
      sources.add(from);
    }
    for (int i = 0; i < late.size(); i++) {
      program.add(copy(sources.get(i), new Ref(buffer(late.get(i).variable()))));
    }
  }

  private Instruction copy(Ref from, Ref to) {
    int[] one = {1};
    return new MoveInstruction(kernels.move(), from, 0, one, to, 0, one, new int[] {to.size});
  }

  static float[] rawBits(Tensor t) {
    if (t.dtype() != DType.INT32) {
      return t.floats();
    }
    float[] bits = new float[t.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.intBitsToFloat(t.ints()[i]);
    }
    return bits;
  }
}
