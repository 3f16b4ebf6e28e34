// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A number in a range.
 *
 * @param name unique in a space
 * @param min the minimum
 * @param max the maximum; it is part of the range if steps from {@code min} reach it
 * @param step the step between neighbors, added on a linear scale, multiplied on a logarithmic one;
 *     0 for a continuous range
 * @param sampling the scale
 * @param defaultValue the default value
 */
public record FloatParameter(
    String name, double min, double max, double step, Sampling sampling, Double defaultValue)
    implements Parameter {
  /** The relative tolerance between a value and the nearest step. */
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the range is empty or infinite, the step is larger than the
   *     range, a logarithmic scale includes zero, or the default is not a value of the range
   */
  public FloatParameter {
    Cells.name(name);
    Objects.requireNonNull(sampling, "sampling");
    Ranges.check(name, min, max, step, sampling, false);
    defaultValue = defaultValue == null ? (Double) min : defaultValue;
    if (!allows(defaultValue, min, max, step, sampling)) {
      throw Cells.refuse(name, "a default of " + range(min, max, step), defaultValue);
    }
  }

  private static String range(double min, double max, double step) {
    return min + " to " + max + (step > 0 ? " in steps of " + step : "");
  }

  private Steps steps() {
    return new Steps(min, max, step, sampling);
  }

  @Override
  public Object fromUnit(double unit) {
    double place = Cells.inUnit(name, unit);
    return step > 0
        ? at(Cells.index(name, place, steps().count()))
        : (Double) Math.clamp(sampling.value(place, min, max), min, max);
  }

  @Override
  public double toUnit(Object value) {
    if (!allows(value)) {
      throw Cells.refuse(name, "a number from " + range(min, max, step), value);
    }
    double number = (Double) value;
    if (step > 0) {
      return Cells.middle(steps().index(number), steps().count());
    }
    return min == max ? 0.5 : Math.clamp(sampling.place(number, min, max), 0, 1);
  }

  @Override
  public OptionalLong points() {
    if (step > 0) {
      return OptionalLong.of(steps().count());
    }
    return min == max ? OptionalLong.of(1) : OptionalLong.empty();
  }

  @Override
  public Object at(long index) {
    Cells.checkIndex(name, index, count() - 1);
    return step > 0 ? Math.clamp(steps().at(index), min, max) : (Double) min;
  }

  private long count() {
    return points()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "hyperparameter \""
                        + name
                        + "\" has no steps, so its values cannot be counted; set a step"));
  }

  @Override
  public double cell(long index) {
    Cells.checkIndex(name, index, count());
    return (double) index / count();
  }

  @Override
  public long index(double unit) {
    return points().isEmpty() ? 0 : Cells.index(name, unit, count());
  }

  @Override
  public boolean ordered() {
    return true;
  }

  @Override
  public boolean allows(Object value) {
    return allows(value, min, max, step, sampling);
  }

  private static boolean allows(
      Object value, double min, double max, double step, Sampling sampling) {
    if (!(value instanceof Double number) || !(number >= min && number <= max)) {
      return false;
    }
    if (step == 0) {
      return true;
    }
    Steps steps = new Steps(min, max, step, sampling);
    long index = steps.index(number);
    return index >= 0
        && index < steps.count()
        && Math.abs(steps.at(index) - number) <= ROUNDING * Math.max(Math.abs(min), Math.abs(max));
  }
}
