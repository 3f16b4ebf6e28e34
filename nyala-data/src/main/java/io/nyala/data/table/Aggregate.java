// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A number computed from the values of a group of rows, for {@link Groups#aggregate}; {@code
 * Aggregate.mean("age").as("mean age")}. Missing values are left out. Of a group without values the
 * count is 0, the sum 0, and all others are missing. The numbers are those of pandas.
 */
public final class Aggregate {
  private final String column;
  private final String name;
  private final ToDoubleFunction<double[]> of;

  private Aggregate(String column, String name, ToDoubleFunction<double[]> of) {
    this.column = column;
    this.name = name;
    this.of = of;
  }

  private static Aggregate of(String column, String kind, ToDoubleFunction<double[]> of) {
    Objects.requireNonNull(column, "column");
    return new Aggregate(column, column + " " + kind, of);
  }

  /** Counts the rows; the column is named {@code count}. */
  public static Aggregate count() {
    return new Aggregate(null, "count", values -> values.length);
  }

  /** Computes the mean; the column is named {@code age mean}. */
  public static Aggregate mean(String column) {
    return of(column, "mean", NumberStatistics::mean);
  }

  /** Computes the sum; the column is named {@code age sum}. */
  public static Aggregate sum(String column) {
    return of(column, "sum", values -> Arrays.stream(values).sum());
  }

  /** Computes the smallest number; the column is named {@code age min}. */
  public static Aggregate min(String column) {
    return of(column, "min", values -> Arrays.stream(values).min().orElse(Double.NaN));
  }

  /** Computes the largest number; the column is named {@code age max}. */
  public static Aggregate max(String column) {
    return of(column, "max", values -> Arrays.stream(values).max().orElse(Double.NaN));
  }

  /** Computes the median; the column is named {@code age median}. */
  public static Aggregate median(String column) {
    return of(
        column,
        "median",
        values -> {
          Arrays.sort(values);
          return NumberStatistics.quantile(values, 0.5);
        });
  }

  /**
   * Computes the standard deviation of a sample (divided by n - 1), missing for fewer than two
   * values; the column is named {@code age std}.
   */
  public static Aggregate std(String column) {
    return of(column, "std", NumberStatistics::std);
  }

  /** Names the column of the result. */
  public Aggregate as(String newName) {
    return new Aggregate(column, Objects.requireNonNull(newName, "newName"), of);
  }

  String name() {
    return name;
  }

  /** Returns the column, or null to count rows. */
  String column() {
    return column;
  }

  double compute(double... values) {
    return of.applyAsDouble(values);
  }
}
