// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import io.nyala.ops.Node;
import io.nyala.ops.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The order in which nodes can be computed. */
public final class Topology {
  private Topology() {}

  /**
   * Returns every node that the values depend on, each after its own dependencies. The order
   * depends only on the graph. Does not recurse, so graphs may be deep.
   */
  public static List<Node> order(Collection<Value> values) {
    List<Node> order = new ArrayList<>();
    Set<Node> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> stack = new ArrayDeque<>();
    for (Value value : values) {
      stack.push(value.node());
      while (!stack.isEmpty()) {
        Node node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
        } else if (entered.add(node)) {
          for (int i = node.inputs().size() - 1; i >= 0; i--) {
            Node input = node.input(i).node();
            if (!done.contains(input)) {
              stack.push(input);
            }
          }
        } else {
          stack.pop();
          done.add(node);
          order.add(node);
        }
      }
    }
    return order;
  }
}
