// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;

/** The values of one column, and where each came from. Immutable. */
abstract class Column {
  final String name;

  Column(String name) {
    this.name = name;
  }

  /** Returns the number of rows. */
  abstract int rows();

  abstract boolean isMissing(int row);

  /** Returns a value that is not missing as a number, or NaN if it is text. */
  abstract double parsed(int row);

  /** Returns a value as text, with surrounding spaces removed; empty if it is missing. */
  abstract String string(int row);

  /** Returns the source and the row, such as {@code wine.csv line 17}. */
  abstract String where(int row);

  /** Returns the options by which texts are read as numbers. */
  abstract CsvOptions options();

  /** Returns the same values under another name. */
  abstract Column named(String newName);

  /** Returns a value as text that any reader with default options understands. */
  String plain(int row) {
    return string(row);
  }

  /** Returns whether a value that is not missing is a number. */
  final boolean isNumber(int row) {
    return !Double.isNaN(parsed(row));
  }

  /** Returns the position of a cell, such as {@code wine.csv line 17, column "pH"}. */
  final String place(int row) {
    return where(row) + ", column \"" + name + "\"";
  }

  /**
   * Returns a value as a number.
   *
   * @param fill the number to return for a missing value, or null to throw
   */
  final double number(int row, Double fill) {
    if (isMissing(row)) {
      if (fill == null) {
        throw missing(row);
      }
      return fill;
    }
    double value = parsed(row);
    if (Double.isNaN(value)) {
      String text = string(row);
      throw new DataException(
          place(row) + ": expected a number, got \"" + text + "\"; " + numberHint(text));
    }
    return value;
  }

  final DataException missing(int row) {
    int count = 0;
    for (int r = 0; r < rows(); r++) {
      count += isMissing(r) ? 1 : 0;
    }
    String text = string(row);
    return new DataException(
        place(row)
            + ": missing value ("
            + (count == 1 ? "the only one" : count + " in all")
            + " in this column); hint: fillMissing(\""
            + name
            + "\", value) or dropMissing(\""
            + name
            + "\")"
            + (text.isEmpty()
                ? ""
                : "; where \"" + text + "\" is a value, read with missingOnly(...)"));
  }

  private String numberHint(String value) {
    String form = NumberForm.hint(value, options());
    if (form != null) {
      return "hint: " + form;
    }
    long numbers = 0;
    for (int r = 0; r < rows(); r++) {
      numbers += isNumber(r) ? 1 : 0;
    }
    return numbers * 2 > rows()
        ? "hint: correct it, or use missing(\"" + value + "\") if it stands for a missing value"
        : "hint: this is a text column; drop it with drop(\""
            + name
            + "\") or read it with strings(\""
            + name
            + "\")";
  }
}
