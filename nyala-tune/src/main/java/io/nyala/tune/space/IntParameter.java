// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.space;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * An integer in a range.
 *
 * @param name unique in a space
 * @param min the minimum
 * @param max the maximum; it is part of the range if steps from {@code min} reach it
 * @param step the step between neighbors, added on a linear scale, multiplied on a logarithmic one;
 *     0 for every integer, which equals 1 on a linear scale
 * @param sampling the scale
 * @param defaultValue the default value
 */
public record IntParameter(
    String name, int min, int max, int step, Sampling sampling, Integer defaultValue)
    implements Parameter {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the range is empty, the step is larger than the range, a
   *     logarithmic scale includes zero, or the default is not a value of the range
   */
  public IntParameter {
    Cells.name(name);
    Objects.requireNonNull(sampling, "sampling");
    Ranges.check(name, min, max, step, sampling, true);
    if (step == 0 && sampling == Sampling.LINEAR) {
      step = 1;
    }
    defaultValue = defaultValue == null ? (Integer) min : defaultValue;
    if (!allows(defaultValue, min, max, step, sampling)) {
      throw Cells.refuse(name, "a default of " + range(min, max, step), defaultValue);
    }
  }

  private static String range(int min, int max, int step) {
    return min + " to " + max + (step > 1 ? " in steps of " + step : "");
  }

  private Steps steps() {
    return new Steps(min, max, step, sampling);
  }

  @Override
  public Object fromUnit(double unit) {
    return at(index(unit));
  }

  @Override
  public double toUnit(Object value) {
    if (!allows(value)) {
      throw Cells.refuse(name, "an integer from " + range(min, max, step), value);
    }
    int number = (Integer) value;
    return step > 0
        ? Cells.middle(steps().index(number), count())
        : sampling.place(number + 0.5, min, max + 1.0);
  }

  private long count() {
    return step > 0 ? steps().count() : (long) max - min + 1;
  }

  @Override
  public OptionalLong points() {
    return OptionalLong.of(count());
  }

  @Override
  public Object at(long index) {
    Cells.checkIndex(name, index, count() - 1);
    return step > 0 ? (int) steps().at(index) : (int) (min + index);
  }

  @Override
  public double cell(long index) {
    Cells.checkIndex(name, index, count());
    return step > 0
        ? (double) index / count()
        : index == count() ? 1 : sampling.place(min + (double) index, min, max + 1.0);
  }

  @Override
  public long index(double unit) {
    double place = Cells.inUnit(name, unit);
    if (step > 0) {
      return Cells.index(name, place, count());
    }
    long number = (long) sampling.value(place, min, max + 1.0);
    return Math.clamp(number, min, max) - min;
  }

  @Override
  public boolean ordered() {
    return true;
  }

  @Override
  public boolean allows(Object value) {
    return allows(value, min, max, step, sampling);
  }

  private static boolean allows(Object value, int min, int max, int step, Sampling sampling) {
    if (!(value instanceof Integer number) || number < min || number > max) {
      return false;
    }
    if (step == 0) {
      return true;
    }
    Steps steps = new Steps(min, max, step, sampling);
    long index = steps.index(number);
    return index >= 0 && index < steps.count() && (int) steps.at(index) == number;
  }
}
