// SPDX-License-Identifier: Apache-2.0
package io.nyala.grad;

import io.nyala.ops.AlongAxis;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient rules of operations along the last axis: reading and writing are each other's gradients.
 */
final class AlongAxisRules {
  private AlongAxisRules() {}

  static List<Value> apply(AlongAxis op, Node node, Value g) {
    return switch (op) {
      case AlongAxis.ArgSort s -> Arrays.asList((Value) null);
      case AlongAxis.Take t -> {
        int extent = node.input(0).shape().last();
        Value back = Node.apply(new AlongAxis.ScatterAdd(extent), g, node.input(1));
        yield Arrays.asList(back, null);
      }
      case AlongAxis.ScatterAdd s ->
          Arrays.asList(Node.apply(new AlongAxis.Take(), g, node.input(1)), null);
    };
  }
}
