// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A column of plot data with one value for each row, such as the learning rates of all runs of a
 * search, and its display options. Values that are not finite are treated as missing and not drawn.
 *
 * <p>Instances are immutable.
 */
public final class Quantity {
  private final String name;
  private final double[] values;
  private final List<String> categories;
  private final boolean logarithmic;
  private final boolean highIsBest;

  private Quantity(
      String name,
      double[] values,
      List<String> categories,
      boolean logarithmic,
      boolean highIsBest) {
    this.name = name;
    this.values = values;
    this.categories = categories;
    this.logarithmic = logarithmic;
    this.highIsBest = highIsBest;
  }

  /**
   * Creates a numeric quantity.
   *
   * @param name the name with the unit
   * @param values one for each row; NaN if missing
   */
  public static Quantity of(String name, double... values) {
    return new Quantity(name, values.clone(), List.of(), false, false);
  }

  /**
   * Creates a categorical quantity, such as the name of an optimizer.
   *
   * @param name the name
   * @param values one for each row; null if missing
   */
  public static Quantity categories(String name, List<String> values) {
    LinkedHashSet<String> different = new LinkedHashSet<>(values);
    different.remove(null);
    List<String> categories = new ArrayList<>(different);
    double[] codes =
        values.stream()
            .mapToDouble(value -> value == null ? Double.NaN : categories.indexOf(value))
            .toArray();
    return new Quantity(name, codes, categories, false, false);
  }

  /**
   * Returns this quantity with a logarithmic axis, for example for learning rates.
   *
   * @throws IllegalArgumentException if a value is 0 or negative, or the quantity is categorical
   */
  public Quantity logarithmic() {
    if (isCategorical()) {
      throw new IllegalArgumentException(
          "quantity '" + name + "': categories have no logarithmic axis");
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] <= 0) {
        throw new IllegalArgumentException(
            ("quantity '%s': a logarithmic axis needs values above 0, but value %d is %s;"
                    + " leave out logarithmic(), or put NaN where a value is missing")
                .formatted(name, i, values[i]));
      }
    }
    return new Quantity(name, values, categories, true, highIsBest);
  }

  /**
   * Returns this quantity with high values as the best, such as for an accuracy. By default low
   * values are best, such as for a loss. The best values have the darkest colours and are drawn
   * last.
   */
  public Quantity highIsBest() {
    return new Quantity(name, values, categories, logarithmic, true);
  }

  String name() {
    return name;
  }

  int size() {
    return values.length;
  }

  /** Returns the value of a row, or the index of its category. */
  double at(int row) {
    return values[row];
  }

  /** Returns a copy of all values. */
  double[] values() {
    return values.clone();
  }

  boolean isCategorical() {
    return !categories.isEmpty();
  }

  List<String> categories() {
    return categories;
  }

  boolean isHighBest() {
    return highIsBest;
  }

  /** Returns an axis that covers all values that are not missing. */
  Axis axis() {
    if (isCategorical()) {
      return Axis.categories(name, categories);
    }
    double[] finite = DoubleStream.of(values).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return Axis.unit(name);
    }
    double least = DoubleStream.of(finite).min().orElseThrow();
    double greatest = DoubleStream.of(finite).max().orElseThrow();
    return logarithmic
        ? Axis.logarithmic(name, least, greatest)
        : Axis.around(name, least, greatest);
  }

  /**
   * Checks that quantities have the same number of rows.
   *
   * @param plot the name of the plot for the message
   * @throws IllegalArgumentException if not
   */
  static void requireSameRows(String plot, List<Quantity> quantities) {
    Quantity first = quantities.getFirst();
    for (Quantity other : quantities) {
      if (other.size() != first.size()) {
        throw new IllegalArgumentException(
            "%s: each row needs a value of each quantity, but '%s' has %d values and '%s' has %d"
                .formatted(plot, first.name, first.size(), other.name, other.size()));
      }
    }
  }

  /** Returns the name and the number of values. */
  @Override
  public String toString() {
    return "Quantity[" + name + ", " + values.length + " values]";
  }
}
