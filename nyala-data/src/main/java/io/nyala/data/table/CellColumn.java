// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/** A column of a file. */
final class CellColumn extends Column {
  private final Cells cells;
  private final int column;

  CellColumn(String name, Cells cells, int column) {
    super(name);
    this.cells = cells;
    this.column = column;
  }

  @Override
  int rows() {
    return cells.rows;
  }

  @Override
  boolean isMissing(int row) {
    return cells.isMissing(row, column);
  }

  @Override
  double parsed(int row) {
    return cells.parsed(row, column);
  }

  @Override
  String string(int row) {
    return cells.string(row, column);
  }

  /** Decimal commas and thousands separators of the file are not written again. */
  @Override
  String plain(int row) {
    CsvOptions options = cells.options;
    boolean usual = options.decimal == '.' && options.thousands == CsvOptions.AUTO;
    String text = string(row);
    double number = usual ? Double.NaN : parsed(row);
    return Double.isNaN(number) ? text : NumberColumn.written(number);
  }

  @Override
  String where(int row) {
    return cells.source + " line " + cells.line(row);
  }

  @Override
  CsvOptions options() {
    return cells.options;
  }

  @Override
  Column named(String newName) {
    return new CellColumn(newName, cells, column);
  }
}
