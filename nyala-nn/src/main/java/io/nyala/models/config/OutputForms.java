// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.config;

import io.nyala.layers.base.Layer;
import io.nyala.models.graph.Ends;
import io.nyala.models.graph.FunctionalGraph;
import io.nyala.models.graph.GraphModel;
import java.util.List;
import java.util.Map;

/**
 * Finds the entry of {@code compile_config} for one output: in a list in Keras's order, in a map by
 * name, or in the structure of the outputs.
 */
public final class OutputForms {
  private final List<String> names;
  private final Ends ends;

  /** Creates a lookup for the outputs of a model. */
  public OutputForms(Layer model, List<String> names) {
    this.names = names;
    this.ends = model instanceof GraphModel g ? g.graph().outputEnds() : null;
  }

  /** Returns whether a form is a single loss or metric, not a structure of them. */
  public static boolean isObject(Object form) {
    return form instanceof String || form instanceof Map<?, ?> m && m.containsKey("class_name");
  }

  /**
   * Returns the entry for an output, or null if there is none.
   *
   * @param output the index of the output in this library's order
   */
  public Object of(int output, Object form) {
    if (form == null) {
      return null;
    }
    if (names.size() == 1) {
      return ofTheOnly(form);
    }
    Object arranged = ends == null ? null : ends.at(output, form);
    if (arranged != null) {
      return arranged;
    }
    return switch (form) {
      case List<?> list -> inOrder(list, ends == null ? output : ends.toKeras(output));
      case Map<?, ?> map -> byName(output, map);
      default -> null;
    };
  }

  /** Like {@link #of}, but in Keras 2 a plain list of metrics applies to each output. */
  public Object allOf(int output, Object form) {
    boolean forEach =
        form instanceof List<?> list
            && list.size() != names.size()
            && list.stream().allMatch(OutputForms::isObject);
    return forEach ? form : of(output, form);
  }

  private Object ofTheOnly(Object form) {
    if (form instanceof Map<?, ?> map && !isObject(map)) {
      // It can only belong to the single output, regardless of its key.
      Object named = byName(0, map);
      return named != null ? named : map.values().stream().findFirst().orElse(null);
    }
    return form;
  }

  private Object inOrder(List<?> list, int place) {
    return list.size() == names.size() ? list.get(place) : null;
  }

  private Object byName(int output, Map<?, ?> map) {
    Object named = map.get(names.get(output));
    return named == null && ends != null
        ? map.get(FunctionalGraph.nameOf(ends.values().get(output)))
        : named;
  }
}
