// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups elementwise operations of one shape that can run as one chain, without cyclic dependencies
 * between groups.
 */
final class ElementwiseGroups {
  /** The operations of a group, in an order in which they can run. */
  static final class Group {
    final List<Node> nodes = new ArrayList<>();
    final boolean elementwise;

    Group(Node node) {
      nodes.add(node);
      elementwise = isElementwise(node);
    }
  }

  private static final int MOST_STEPS = 64;

  private final Map<Node, Group> groups = new IdentityHashMap<>();
  private final Map<Node, Integer> position = new IdentityHashMap<>();

  private ElementwiseGroups() {}

  /** Returns whether a chain can compute a node. */
  static boolean isElementwise(Node node) {
    return node.op() instanceof Primitive.Unary
        || node.op() instanceof Primitive.Binary
        || node.op() instanceof Primitive.Select
        || node.op() instanceof Primitive.Cast
        || node.op() instanceof Primitive.Broadcast;
  }

  /**
   * Returns groups in an order in which they can run; each node that is not elementwise is a
   * separate group.
   *
   * @param order nodes, operands first
   * @param alone nodes that must not be grouped with others
   * @param merge whether to group nodes at all
   */
  static List<Group> of(List<Node> order, Set<Node> alone, boolean merge) {
    ElementwiseGroups all = new ElementwiseGroups();
    for (Node node : order) {
      all.position.put(node, all.position.size());
      all.groups.put(node, new Group(node));
      if (merge && isElementwise(node) && !alone.contains(node)) {
        for (Value input : node.inputs()) {
          Group a = all.groups.get(node);
          Group b = all.groups.get(input.node());
          if (a != b
              && b.elementwise
              && !alone.contains(input.node())
              && input.shape().equals(node.output(0).shape())
              && a.nodes.size() + b.nodes.size() <= MOST_STEPS
              && all.mergeable(a, b)) {
            all.merge(a, b);
          }
        }
      }
    }
    return all.sorted(order);
  }

  private void merge(Group a, Group b) {
    b.nodes.addAll(a.nodes);
    b.nodes.sort((x, y) -> Integer.compare(position.get(x), position.get(y)));
    a.nodes.forEach(n -> groups.put(n, b));
  }

  /** Returns whether the two groups can be merged, with no outside node between them. */
  private boolean mergeable(Group a, Group b) {
    Set<Group> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Group> open = new ArrayDeque<>();
    push(a, a, b, seen, open);
    push(b, a, b, seen, open);
    while (!open.isEmpty()) {
      Group g = open.pop();
      for (Node node : g.nodes) {
        for (Value input : node.inputs()) {
          Group before = groups.get(input.node());
          if (before == a || before == b) {
            return false;
          }
          if (seen.add(before)) {
            open.push(before);
          }
        }
      }
    }
    return true;
  }

  private void push(Group of, Group a, Group b, Set<Group> seen, Deque<Group> open) {
    for (Node node : of.nodes) {
      for (Value input : node.inputs()) {
        Group before = groups.get(input.node());
        if (before != a && before != b && seen.add(before)) {
          open.push(before);
        }
      }
    }
  }

  /** Sorts groups so that each comes after the groups that it needs. */
  private List<Group> sorted(List<Node> order) {
    List<Group> result = new ArrayList<>();
    Set<Group> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Group> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Group> stack = new ArrayDeque<>();
    for (Node node : order) {
      stack.push(groups.get(node));
      while (!stack.isEmpty()) {
        Group g = stack.peek();
        if (done.contains(g)) {
          stack.pop();
        } else if (entered.add(g)) {
          for (Node member : g.nodes) {
            for (Value input : member.inputs()) {
              Group before = groups.get(input.node());
              if (before != g && !done.contains(before)) {
                stack.push(before);
              }
            }
          }
        } else {
          stack.pop();
          done.add(g);
          result.add(g);
        }
      }
    }
    return result;
  }
}
