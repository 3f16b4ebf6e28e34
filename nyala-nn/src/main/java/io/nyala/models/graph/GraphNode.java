// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerCall;
import io.nyala.layers.core.InputLayer;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.List;

/** One step of a functional model: an input, a call of a layer, or a bare operation. */
public final class GraphNode {
  private final Node node;
  private final InputLayer inputLayer;
  private final List<GraphNode> parents = new ArrayList<>();
  private int depth;

  private GraphNode(Node node, InputLayer inputLayer) {
    this.node = node;
    this.inputLayer = inputLayer;
  }

  static GraphNode input(InputLayer layer) {
    return new GraphNode(null, layer);
  }

  static GraphNode of(Node node) {
    return new GraphNode(node, null);
  }

  /** Returns the operation in Keras's sense, which is shared by all calls of a layer. */
  public Object operation() {
    if (inputLayer != null) {
      return inputLayer;
    }
    return node.op() instanceof LayerCall call ? call.layer() : node;
  }

  /** Returns the layer, or null for a bare operation. */
  public Layer layer() {
    return operation() instanceof Layer layer ? layer : null;
  }

  public boolean isInput() {
    return inputLayer != null;
  }

  public Node node() {
    return node;
  }

  /** Returns the call of a layer, or null. */
  public LayerCall call() {
    return node != null && node.op() instanceof LayerCall call ? call : null;
  }

  /** Returns the operands and masks passed to the call. Empty for an input. */
  public List<Value> inputs() {
    return node == null ? List.of() : node.inputs();
  }

  /** Returns the results, or null for an input, whose result is the model's input value. */
  List<Value> outputs() {
    return node == null ? null : node.outputs();
  }

  /** The nodes that produce the operands, excluding constants and variables. */
  List<GraphNode> parents() {
    return parents;
  }

  int depth() {
    return depth;
  }

  void depth(int newDepth) {
    depth = newDepth;
  }
}
