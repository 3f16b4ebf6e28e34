// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/** A column of numbers in memory; NaN is missing. */
final class NumberColumn extends Column {
  private static final double EXACT = 1L << 53;

  private final String source;
  private final double[] values;

  NumberColumn(String name, String source, double[] values) {
    super(name);
    this.source = source;
    this.values = values;
  }

  /** Returns a number as text, whole numbers without a fraction. */
  static String written(double value) {
    return value == Math.rint(value) && Math.abs(value) <= EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  @Override
  int rows() {
    return values.length;
  }

  @Override
  boolean isMissing(int row) {
    return Double.isNaN(values[row]);
  }

  @Override
  double parsed(int row) {
    return values[row];
  }

  @Override
  String string(int row) {
    return isMissing(row) ? "" : written(values[row]);
  }

  @Override
  String where(int row) {
    return source + " row " + row;
  }

  @Override
  CsvOptions options() {
    return CsvOptions.DEFAULTS;
  }

  @Override
  Column named(String newName) {
    return new NumberColumn(newName, source, values);
  }
}
