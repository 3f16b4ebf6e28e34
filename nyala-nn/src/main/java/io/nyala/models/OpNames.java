// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.LayerNames;
import io.nyala.ops.Node;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The names under which a model lists its bare operations: Keras's class, then {@code add_1}. */
final class OpNames {
  private final Map<Node, String> names = new IdentityHashMap<>();

  OpNames(List<Object> operations) {
    Map<String, Integer> counts = new HashMap<>();
    for (Object operation : operations) {
      if (operation instanceof Node node) {
        String base = LayerNames.snakeCase(OpForms.className(node));
        int n = counts.merge(base, 1, Integer::sum) - 1;
        names.put(node, n == 0 ? base : base + "_" + n);
      }
    }
  }

  String name(Node node) {
    return names.get(node);
  }
}
