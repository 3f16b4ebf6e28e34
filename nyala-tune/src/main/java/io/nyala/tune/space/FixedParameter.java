// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.OptionalLong;

/**
 * A value that is not searched but shows up in the results.
 *
 * @param name unique in a space
 * @param value a {@code String}, {@code Integer}, {@code Double} or {@code Boolean}
 */
public record FixedParameter(String name, Object value) implements Parameter {
  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if its type is not supported
   */
  public FixedParameter {
    Cells.name(name);
    Values.check(name, value);
  }

  @Override
  public Object fromUnit(double unit) {
    Cells.inUnit(name, unit);
    return value;
  }

  @Override
  public double toUnit(Object other) {
    if (!value.equals(other)) {
      throw Cells.refuse(name, "its only value " + value, other);
    }
    return 0.5;
  }

  @Override
  public OptionalLong points() {
    return OptionalLong.of(1);
  }

  @Override
  public Object at(long index) {
    Cells.checkIndex(name, index, 0);
    return value;
  }

  @Override
  public double cell(long index) {
    Cells.checkIndex(name, index, 1);
    return index;
  }

  @Override
  public long index(double unit) {
    Cells.inUnit(name, unit);
    return 0;
  }

  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public Object defaultValue() {
    return value;
  }

  @Override
  public boolean allows(Object other) {
    return value.equals(other);
  }
}
