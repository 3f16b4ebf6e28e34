// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/**
 * A column of texts in memory; null is missing. Texts that are numbers can be read as numbers, as
 * in a file.
 */
final class TextColumn extends Column {
  private final String source;
  private final String[] values;

  TextColumn(String name, String source, String[] values) {
    super(name);
    this.source = source;
    this.values = values;
  }

  /** Returns a text without surrounding spaces, or null if nothing remains. */
  static String orMissing(String text) {
    String stripped = text == null ? "" : text.strip();
    return stripped.isEmpty() ? null : stripped;
  }

  @Override
  int rows() {
    return values.length;
  }

  @Override
  boolean isMissing(int row) {
    return values[row] == null;
  }

  @Override
  double parsed(int row) {
    String text = values[row];
    return text == null
        ? Double.NaN
        : NumberParser.parse(text.toCharArray(), 0, text.length(), options());
  }

  @Override
  String string(int row) {
    return values[row] == null ? "" : values[row];
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
    return new TextColumn(newName, source, values);
  }
}
