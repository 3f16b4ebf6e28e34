// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * A choice between values of one type: strings, integers, floating-point numbers, or booleans.
 *
 * @param name unique in a space
 * @param values the values, all of type {@code String}, {@code Integer}, {@code Double} or {@code
 *     Boolean}, all different
 * @param ordered whether neighbors in the list are similar, as they are for numbers
 * @param defaultValue the default value
 */
public record ChoiceParameter(String name, List<?> values, boolean ordered, Object defaultValue)
    implements Parameter {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there are no values, two are equal, their types differ or
   *     are not supported, or the default is not one of them
   */
  public ChoiceParameter {
    Cells.name(name);
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw Cells.refuse(name, "at least one value to choose from", "none");
    }
    Class<?> type = values.getFirst().getClass();
    for (Object value : values) {
      Values.check(name, value);
      if (value.getClass() != type) {
        throw Cells.refuse(
            name,
            "values of one type",
            values + ": " + type.getSimpleName() + " and " + value.getClass().getSimpleName());
      }
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw Cells.refuse(name, "different values", values);
    }
    defaultValue = defaultValue == null ? values.getFirst() : defaultValue;
    if (!values.contains(defaultValue)) {
      throw Cells.refuse(name, "a default out of " + values, defaultValue);
    }
  }

  @Override
  public Object fromUnit(double unit) {
    return values.get((int) index(unit));
  }

  @Override
  public double toUnit(Object value) {
    int index = values.indexOf(value);
    if (index < 0) {
      throw Cells.refuse(name, "one of " + values, value);
    }
    return Cells.middle(index, values.size());
  }

  @Override
  public OptionalLong points() {
    return OptionalLong.of(values.size());
  }

  @Override
  public Object at(long index) {
    Cells.checkIndex(name, index, values.size() - 1);
    return values.get((int) index);
  }

  @Override
  public double cell(long index) {
    Cells.checkIndex(name, index, values.size());
    return (double) index / values.size();
  }

  @Override
  public long index(double unit) {
    return Cells.index(name, unit, values.size());
  }

  @Override
  public boolean allows(Object value) {
    return values.contains(value);
  }
}
