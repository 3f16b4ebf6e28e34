// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.operations;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerNames;
import io.nyala.ops.Node;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names under which a model lists its bare operations: Keras's class, then {@code add_1}; none
 * that a layer has.
 */
public final class OpNames {
  /** Of these Keras makes masks while it loads a model, and gives them names of its own. */
  private static final Set<String> OF_MASKS =
      Set.of(
          "NotEqual",
          "Any",
          "LogicalOr",
          "ExpandDims",
          "ZerosLike",
          "OnesLike",
          "Concatenate",
          "ConvertToTensor");

  private final Map<Node, String> names = new IdentityHashMap<>();

  public OpNames(List<Object> operations) {
    Set<String> taken = new HashSet<>();
    for (Object operation : operations) {
      if (operation instanceof Layer layer) {
        taken.add(layer.name());
      }
    }
    for (Object operation : operations) {
      if (operation instanceof Node node) {
        String className = OpForms.className(node);
        String base = LayerNames.snakeCase(className) + (OF_MASKS.contains(className) ? "_op" : "");
        String name = base;
        for (int n = 1; !taken.add(name); n++) {
          name = base + "_" + n;
        }
        names.put(node, name);
      }
    }
  }

  public String name(Node node) {
    return names.get(node);
  }
}
