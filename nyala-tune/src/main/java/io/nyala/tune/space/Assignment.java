// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import io.nyala.settings.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The values of the hyperparameters of a trial, without those that do not apply. */
public final class Assignment {
  private final Map<String, Object> values;

  /** Copies the values in the order of the map. */
  public Assignment(Map<String, ?> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns the values by name, in the order of the space. */
  public Map<String, Object> asMap() {
    return values;
  }

  /** Returns the names of the hyperparameters that apply. */
  public Set<String> names() {
    return values.keySet();
  }

  /** Returns whether this hyperparameter applies. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * Returns a value.
   *
   * @throws IllegalArgumentException if the hyperparameter is unknown or does not apply
   */
  public Object get(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "hyperparameter \""
              + name
              + "\" is unknown or does not apply here; "
              + Names.hint(name, values.keySet()));
    }
    return value;
  }

  /**
   * Returns an integer.
   *
   * @throws IllegalArgumentException if there is no such value, or it has another type
   */
  public int getInt(String name) {
    return typed(name, Integer.class, "an integer");
  }

  /**
   * Returns a number, integer or not.
   *
   * @throws IllegalArgumentException if there is no such value, or it has another type
   */
  public double getDouble(String name) {
    return typed(name, Number.class, "a number").doubleValue();
  }

  /**
   * Returns a string.
   *
   * @throws IllegalArgumentException if there is no such value, or it has another type
   */
  public String getString(String name) {
    return typed(name, String.class, "a text");
  }

  /**
   * Returns a boolean.
   *
   * @throws IllegalArgumentException if there is no such value, or it has another type
   */
  public boolean getBoolean(String name) {
    return typed(name, Boolean.class, "a boolean");
  }

  private <T> T typed(String name, Class<T> type, String noun) {
    Object value = get(name);
    if (!type.isInstance(value)) {
      throw Cells.refuse(name, noun, value + " (" + value.getClass().getSimpleName() + ")");
    }
    return type.cast(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Assignment assignment && values.equals(assignment.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
