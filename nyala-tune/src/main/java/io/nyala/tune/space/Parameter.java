// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.OptionalLong;

/**
 * A hyperparameter: a name, the values it can have, and how they lie on the unit interval, which is
 * all that a sampler sees of them.
 *
 * <p>A parameter of n values cuts the unit interval into n cells, in the order of {@link
 * #at(long)}; {@link #toUnit} gives the middle of a value's cell. The cells have equal widths,
 * except for integers on a logarithmic scale. The arithmetic is KerasTuner's (version 1.4.7).
 */
public sealed interface Parameter
    permits IntParameter, FloatParameter, ChoiceParameter, FixedParameter {
  /** Returns the name, unique in a space. */
  String name();

  /**
   * Returns the value at a place of the unit interval.
   *
   * @param unit 0 to 1; what lies outside is taken as the nearer end
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
   * Returns where a value's cell of the unit interval begins. That of {@code points()} is 1, so a
   * cell ends where the next one begins.
   *
   * @param index 0 to {@code points()}
   * @throws IllegalArgumentException if there is no such cell
   */
  double cell(long index);

  /** Returns the index of the value at a place of the unit interval; 0 if there are any values. */
  long index(double unit);

  /** Returns whether neighbouring places are neighbouring values; false for mere labels. */
  boolean ordered();

  /** Returns the default value. */
  Object defaultValue();

  /** Returns whether the parameter can have this value. */
  boolean allows(Object value);
}
