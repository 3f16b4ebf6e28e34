// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/** Rows of another column in any order; -1 is a missing value, as for rows without a partner. */
final class PickedColumn extends Column {
  private final Column of;
  private final int[] picked;

  PickedColumn(Column of, int[] picked) {
    super(of.name);
    this.of = of;
    this.picked = picked;
  }

  @Override
  int rows() {
    return picked.length;
  }

  @Override
  boolean isMissing(int row) {
    return picked[row] < 0 || of.isMissing(picked[row]);
  }

  @Override
  double parsed(int row) {
    return picked[row] < 0 ? Double.NaN : of.parsed(picked[row]);
  }

  @Override
  String string(int row) {
    return picked[row] < 0 ? "" : of.string(picked[row]);
  }

  @Override
  String plain(int row) {
    return picked[row] < 0 ? "" : of.plain(picked[row]);
  }

  @Override
  String where(int row) {
    return picked[row] < 0 ? "row " + row + " of a join" : of.where(picked[row]);
  }

  @Override
  CsvOptions options() {
    return of.options();
  }

  @Override
  Column named(String newName) {
    return new PickedColumn(of.named(newName), picked);
  }
}
