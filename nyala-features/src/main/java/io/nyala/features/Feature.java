// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.Row;
import io.nyala.data.table.Table;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A column of a table, and how a network gets it. Immutable: every method returns a new feature.
 * {@code numeric("age").robust()}, {@code categorical("city").embedding(8).minCount(10)}, {@code
 * date("bought").cyclic(DatePart.MONTH)}.
 */
public abstract sealed class Feature
    permits NumericFeature, CategoryFeature, TextFeature, DateFeature {
  private final String name;

  Feature(String name) {
    this.name = Arguments.given("the name of a feature", name);
  }

  /** Returns a feature of numbers, standardized by default. */
  public static NumericFeature numeric(String column) {
    return new NumericFeature(column, false);
  }

  /**
   * Returns a feature of booleans: 1 and 0, or {@code true} and {@code false}, {@code yes} and
   * {@code no}.
   */
  public static NumericFeature bool(String column) {
    return new NumericFeature(column, true);
  }

  /** Returns a feature of categories that are texts (or numbers, read as text); one-hot. */
  public static CategoryFeature categorical(String column) {
    return new CategoryFeature(column, false);
  }

  /** Returns a feature of categories that are integers, without missing values; one-hot. */
  public static CategoryFeature integerCategorical(String column) {
    return new CategoryFeature(column, true);
  }

  /** Returns a feature of texts of several words; TF-IDF of the 1,000 most frequent ones. */
  public static TextFeature text(String column) {
    return new TextFeature(column);
  }

  /** Returns a feature of dates; which parts it gives depends on the dates, unless they are set. */
  public static DateFeature date(String column) {
    return new DateFeature(column);
  }

  /** Returns the name of the column. */
  public final String name() {
    return name;
  }

  /** Returns the name of the model's input for this column. */
  public final String inputName() {
    return inputName(name);
  }

  /**
   * Returns the name of a model's input for a column: that of the column, with {@code _} for a
   * slash, which names of layers must not have.
   */
  public static String inputName(String column) {
    return Arguments.given("column", column).replace('/', '_');
  }

  /** Returns the kind, a word or two. */
  abstract String kind();

  /** Learns from the training rows. */
  abstract Learned fit(Table train);

  /** Returns a number computed from each row; NaN is allowed. */
  final double[] numbers(Table table, ToDoubleFunction<Row> number) {
    String result = name + " as numbers";
    return table
        .select(name)
        .withColumn(result, number)
        .fillMissing(result, Double.NaN)
        .doubles(result);
  }

  /** Returns the texts of the column, empty if they are missing and not filled. */
  final List<String> texts(Table table) {
    String result = name + " as texts";
    return table
        .select(name)
        .withTextColumn(result, row -> row.text(name, ""))
        .fillMissing(result, "")
        .strings(result);
  }

  /** Returns the texts of the column as the model takes them, {@code (rows, 1)}. */
  final Tensor textTensor(Table table) {
    return Tensor.ofStrings(Shape.of(table.rows(), 1), texts(table).toArray(String[]::new));
  }

  @Override
  public String toString() {
    return kind() + "(\"" + name + "\")";
  }
}
