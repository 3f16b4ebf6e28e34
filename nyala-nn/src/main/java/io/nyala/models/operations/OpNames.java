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
 * The names of a model's bare operations: Keras's class, then {@code add_1}, avoiding layer names.
 */
public final class OpNames {
  /** Operations that Keras uses for masks when loading a model, with names that Keras assigns. */
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
