// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.LayerNames;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The names under which a model lists its bare operations: Keras's class, then {@code add_1}. */
final class OpNames {
  private final Map<Node, String> names = new IdentityHashMap<>();

  OpNames(List<Object> operations) {
    Map<String, Integer> counts = new HashMap<>();
    for (Object operation : operations) {
      if (operation instanceof Node node) {
        String base = LayerNames.snakeCase(className(node));
        int n = counts.merge(base, 1, Integer::sum) - 1;
        names.put(node, n == 0 ? base : base + "_" + n);
      }
    }
  }

  String name(Node node) {
    return names.get(node);
  }

  /** Returns the name of Keras's class for an operation, for example {@code NotEqual}. */
  static String className(Node node) {
    return switch (node.op()) {
      case Primitive.Unary u -> camel(u.kind().name());
      case Primitive.Binary b -> camel(b.kind().name());
      default -> node.op().label();
    };
  }

  private static String camel(String constant) {
    return Arrays.stream(constant.toLowerCase(Locale.ROOT).split("_"))
        .map(w -> Character.toUpperCase(w.charAt(0)) + w.substring(1))
        .collect(Collectors.joining());
  }
}
