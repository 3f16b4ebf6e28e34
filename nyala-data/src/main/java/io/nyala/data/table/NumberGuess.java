// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.List;
import java.util.regex.Pattern;

/** Finds out by the texts of a table how its numbers are written. */
final class NumberGuess {
  private static final Pattern PLAIN = Pattern.compile("[-+]?\\d+");
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[-+]?(\\d+|\\d{1,3}(\\.\\d{3})+),\\d+");
  private static final Pattern GROUPED = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d+)?");

  /** A column counts if nearly all of its values are such numbers, and some show the mark. */
  private static final double MOST = 0.9;

  private NumberGuess() {}

  /** Returns options with another decimal mark or thousands separator, or the defaults. */
  static CsvOptions of(Table table) {
    boolean dots = false;
    boolean decimal = false;
    boolean grouped = false;
    for (String name : table.columnNames()) {
      if (table.type(name) != ColumnType.TEXT) {
        dots |= table.type(name) == ColumnType.NUMBER;
        continue;
      }
      List<String> values = table.dropMissing(name).strings(name);
      long plain = count(values, PLAIN);
      long groups = count(values, GROUPED);
      long commas = count(values, DECIMAL_COMMA);
      if (groups > 0 && groups + plain >= MOST * values.size()) {
        grouped = true; // such as 1,234, which may be either; all of them have three digits
      } else if (commas > 0 && commas + plain >= MOST * values.size()) {
        decimal = true;
      }
    }
    if (decimal && !dots) {
      return CsvOptions.DEFAULTS.decimal(',').thousands('.');
    }
    return grouped && !decimal ? CsvOptions.DEFAULTS.thousands(',') : CsvOptions.DEFAULTS;
  }

  private static long count(List<String> values, Pattern pattern) {
    return values.stream().filter(value -> pattern.matcher(value).matches()).count();
  }
}
