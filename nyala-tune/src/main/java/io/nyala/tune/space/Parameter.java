// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.OptionalLong;

/**
 * A hyperparameter: a name, the possible values, and their mapping to the unit interval, which is
 * all that a sampler sees.
 *
 * <p>A parameter with n values divides the unit interval into n cells, in the order of {@link
 * #at(long)}; {@link #toUnit} gives the middle of a value's cell. The cells have equal widths,
 * except for integers on a logarithmic scale. The arithmetic is KerasTuner's (version 1.4.7).
 */
public sealed interface Parameter
    permits IntParameter, FloatParameter, ChoiceParameter, FixedParameter {
  /** Returns the name, unique in a space. */
  String name();

  /**
   * Returns the value at a position on the unit interval.
   *
   * @param unit 0 to 1; other numbers are clipped
   * @return an {@code Integer}, {@code Double}, {@code String} or {@code Boolean}
   * @throws IllegalArgumentException for NaN
   */
  Object fromUnit(double unit);

  /**
   * Returns the position of a value on the unit interval: for all values, {@code
   * fromUnit(toUnit(value))} is the value, except for rounding.
   *
   * @throws IllegalArgumentException if the parameter cannot have this value
   */
  double toUnit(Object value);

  /** Returns the number of values, or empty if the range is continuous. */
  OptionalLong points();

  /**
   * Returns one of finitely many values.
   *
   * @param index 0 to {@code points() - 1}
   * @throws IllegalArgumentException if there is no such value
   */
  Object at(long index);

  /**
   * Returns the start of a value's cell on the unit interval. That of {@code points()} is 1, so a
   * cell ends where the next one starts.
   *
   * @param index 0 to {@code points()}
   * @throws IllegalArgumentException if there is no such cell
   */
  double cell(long index);

  /**
   * Returns the index of the value at a position on the unit interval; 0 for a continuous range.
   */
  long index(double unit);

  /** Returns whether neighbouring positions have similar values; false for labels. */
  boolean ordered();

  /** Returns the default value. */
  Object defaultValue();

  /** Returns whether the parameter can have this value. */
  boolean allows(Object value);
}
