// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.time.LocalDateTime;
import java.util.Objects;

/**
 * One row of a table, whose values are read by the names of the columns. A missing value is an
 * error, unless the table fills it or the call says what to take for it.
 */
public final class Row {
  private final Table table;
  private final int row;

  Row(Table table, int row) {
    this.table = table;
    this.row = row;
  }

  /** Returns whether a value is missing, whether or not it is filled. */
  public boolean isMissing(String name) {
    return table.find(name).column().isMissing(row);
  }

  /**
   * Returns a number.
   *
   * @throws io.nyala.data.DataException if the column does not exist, or the value is missing or
   *     not a number; line and column are named
   */
  public double number(String name) {
    return table.find(name).number(row);
  }

  /** Returns a number, or {@code otherwise} if it is missing and not filled. */
  public double number(String name, double otherwise) {
    Filled column = table.find(name);
    return column.column().isMissing(row) && column.number() == null
        ? otherwise
        : column.number(row);
  }

  /**
   * Returns a text.
   *
   * @throws io.nyala.data.DataException if the column does not exist or the value is missing; line
   *     and column are named
   */
  public String text(String name) {
    return table.find(name).text(row);
  }

  /** Returns a text, or {@code otherwise} if it is missing and not filled. */
  public String text(String name, String otherwise) {
    Filled column = table.find(name);
    Objects.requireNonNull(otherwise, "otherwise");
    return column.column().isMissing(row) && column.text() == null ? otherwise : column.text(row);
  }

  /**
   * Returns a date, in one of the forms that {@link Table#dates(String)} reads.
   *
   * @throws io.nyala.data.DataException if the column does not exist, or the value is missing or
   *     not a date; line and column are named
   */
  public LocalDateTime date(String name) {
    return DatePattern.USUAL.dates(table.find(name), row).get(0);
  }

  /** Returns the place of the row, such as {@code wine.csv line 17}. */
  @Override
  public String toString() {
    return table.where(row);
  }
}
