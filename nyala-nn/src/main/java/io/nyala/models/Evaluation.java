// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.settings.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss and metrics computed on a data set: the loss first, then the metrics in the order of
 * {@code compile}.
 */
public final class Evaluation {
  private final Map<String, Double> values;

  Evaluation(Map<String, Double> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns the total loss, including regularization penalties. */
  public double loss() {
    return get("loss");
  }

  /**
   * Returns the value with this name.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "there is no value named \"" + name + "\"; " + Names.hint(name, values.keySet()));
    }
    return value;
  }

  /** Returns the names of the values, like Keras's {@code metrics_names}. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /** Returns all values by name. */
  public Map<String, Double> values() {
    return values;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
