// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.ops.FusedOp;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.tensor.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations of a prediction as a TensorFlow GraphDef: the operations of a layer share its name
 * as their scope, and edges carry shapes.
 */
final class OperationGraph {
  private static final int PRODUCER = 22;

  private final Map<Node, String> scopes = new IdentityHashMap<>();
  private final Map<Node, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  private final ProtoWriter graph = new ProtoWriter();

  private OperationGraph() {}

  /**
   * Returns a model's graph.
   *
   * @throws IllegalStateException if the input shape of the model is not yet known
   */
  static byte[] of(Model model) {
    if (model.inputTypes() == null) {
      throw new IllegalStateException(
          model + " has no input shape yet; add an input, or train it first");
    }
    OperationGraph writer = new OperationGraph();
    List<Value> inputs = new ArrayList<>();
    for (Type t : model.inputTypes()) {
      inputs.add(Node.apply(new Leaf.Input("input", t)));
    }
    Call call = Call.inference();
    call.watch(writer::claim);
    List<Value> outputs = model.trace(call, inputs);
    outputs.forEach(writer::write);
    return writer.graph.message(4, new ProtoWriter().varint(1, PRODUCER)).toBytes();
  }

  /**
   * Sets the layer's name as the scope of the operations that this layer was the first to compute.
   */
  private void claim(Layer layer, List<Value> inputs, List<Value> outputs) {
    if (layer instanceof Model) {
      return; // its layers have already set the names
    }
    Deque<Value> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      Value v = open.pop();
      boolean foreign = inputs.contains(v) || v.node().op() instanceof Leaf.Input;
      if (!foreign && scopes.putIfAbsent(v.node(), layer.name()) == null) {
        open.addAll(v.node().inputs());
      }
    }
  }

  /**
   * Writes a value's node after the nodes that it depends on. There is no recursion, because models
   * may be deep.
   */
  private void write(Value output) {
    Deque<Node> path = new ArrayDeque<>(List.of(output.node()));
    while (!path.isEmpty()) {
      Node node = path.peek();
      Node missing =
          node.inputs().stream()
              .map(Value::node)
              .filter(n -> !names.containsKey(n))
              .findFirst()
              .orElse(null);
      if (names.containsKey(node)) {
        path.pop();
      } else if (missing != null) {
        path.push(missing);
      } else {
        path.pop();
        emit(node);
      }
    }
  }

  private void emit(Node node) {
    String label = node.op() instanceof Leaf.Read read ? read.variable().name() : node.op().label();
    String name = label.replaceAll("[^A-Za-z0-9_.-]", "_");
    String scope = scopes.get(node);
    String unique = unique(scope == null ? name : scope + "/" + name);
    names.put(node, unique);
    String kind =
        switch (node.op()) {
          case Leaf.Input i -> "Placeholder";
          case Leaf.Read r -> "VariableV2";
          case Leaf.Constant c -> "Const";
          case FusedOp fused -> fused.label();
          default -> node.op().getClass().getSimpleName();
        };
    ProtoWriter def = new ProtoWriter().string(1, unique).string(2, kind);
    for (Value input : node.inputs()) {
      String source = names.get(input.node());
      def.string(3, input.index() == 0 ? source : source + ":" + input.index());
    }
    ProtoWriter shapes = new ProtoWriter();
    node.outputs().forEach(v -> shapes.message(7, shape(v)));
    ProtoWriter attribute = new ProtoWriter().message(1, shapes); // a list
    def.message(5, new ProtoWriter().string(1, "_output_shapes").message(2, attribute));
    graph.message(1, def);
  }

  /** Returns a shape; an unknown extent is -1, in TensorFlow as well as here. */
  private static ProtoWriter shape(Value v) {
    return Messages.shape(v.shape().dims());
  }

  private String unique(String name) {
    int n = taken.merge(name, 1, Integer::sum) - 1;
    return n == 0 ? name : name + "_" + n;
  }
}
