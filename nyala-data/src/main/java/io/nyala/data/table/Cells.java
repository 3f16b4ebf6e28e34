// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import io.nyala.settings.Names;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All cells of a file as one string, with the end position of every cell, row by row. All tables
 * that select rows and columns of the file share it.
 */
final class Cells {
  final String source;
  final List<String> names;
  final int rows;
  final CsvOptions options;
  private final char[] text;
  private final int[] ends;
  private final int[] lines;
  private final boolean[] startsMissing = new boolean[128];

  Cells(
      String source,
      List<String> names,
      int rows,
      char[] text,
      int[] ends,
      int[] lines,
      CsvOptions options) {
    this.source = source;
    this.names = List.copyOf(names);
    this.rows = rows;
    this.text = text;
    this.ends = ends;
    this.lines = lines;
    this.options = options;
    for (String m : options.missing) {
      if (!m.isEmpty()) {
        startsMissing[Math.min(m.charAt(0), 127)] = true;
      }
    }
  }

  private int start(int row, int column) {
    int cell = row * names.size() + column;
    int at = cell == 0 ? 0 : ends[cell - 1];
    while (at < ends[cell] && isSpace(text[at])) {
      at++;
    }
    return at;
  }

  private int end(int row, int column, int start) {
    int end = ends[row * names.size() + column];
    while (end > start && isSpace(text[end - 1])) {
      end--;
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\u00a0';
  }

  /** Returns a cell with surrounding spaces removed. */
  String string(int row, int column) {
    int start = start(row, column);
    return new String(text, start, end(row, column, start) - start);
  }

  boolean isMissing(int row, int column) {
    int start = start(row, column);
    return standsForMissing(start, end(row, column, start));
  }

  private boolean standsForMissing(int start, int end) {
    if (start == end) {
      return true;
    }
    return startsMissing[Math.min(text[start], 127)]
        && options.missing.contains(new String(text, start, end - start));
  }

  /** Returns whether a cell that is not missing is a number. */
  boolean isNumber(int row, int column) {
    int start = start(row, column);
    return !Double.isNaN(NumberParser.parse(text, start, end(row, column, start), options));
  }

  /**
   * Returns a cell as a number.
   *
   * @param fill the number to return for a missing value, or null to throw
   */
  double number(int row, int column, Double fill) {
    int start = start(row, column);
    int end = end(row, column, start);
    if (standsForMissing(start, end)) {
      if (fill == null) {
        throw missing(row, column);
      }
      return fill;
    }
    double value = NumberParser.parse(text, start, end, options);
    if (Double.isNaN(value)) {
      throw new DataException(
          place(row, column)
              + ": expected a number, got \""
              + string(row, column)
              + "\"; "
              + numberHint(string(row, column), column));
    }
    return value;
  }

  DataException missing(int row, int column) {
    int count = 0;
    for (int r = 0; r < rows; r++) {
      count += isMissing(r, column) ? 1 : 0;
    }
    String name = names.get(column);
    String text = string(row, column);
    return new DataException(
        place(row, column)
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

  /** Returns the position of a cell, such as {@code wine.csv line 17, column "pH"}. */
  String place(int row, int column) {
    return source + " line " + lines[row] + ", column \"" + names.get(column) + "\"";
  }

  private String numberHint(String value, int column) {
    String form = NumberForm.hint(value, options);
    if (form != null) {
      return "hint: " + form;
    }
    long numbers = 0;
    for (int r = 0; r < rows; r++) {
      numbers += isNumber(r, column) ? 1 : 0;
    }
    String name = names.get(column);
    return numbers * 2 > rows
        ? "hint: correct it, or use missing(\"" + value + "\") if it stands for a missing value"
        : "hint: this is a text column; drop it with drop(\""
            + name
            + "\") or read it with strings(\""
            + name
            + "\")";
  }

  /** Returns the exception for a column that does not exist, naming the closest matches. */
  DataException noColumn(String wanted, List<String> present) {
    String near =
        Names.near(wanted, present).stream()
            .map(n -> '"' + n + '"')
            .collect(Collectors.joining(" or "));
    String all =
        present.stream().limit(20).map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    return new DataException(
        source
            + ": no column \""
            + wanted
            + "\""
            + (near.isEmpty() ? "" : ", did you mean " + near + "?")
            + "; there are "
            + present.size()
            + ": "
            + all
            + (present.size() > 20 ? ", ..." : "")
            + (options.header ? headerHint(present) : ""));
  }

  /**
   * Returns a hint if the header consists of numbers and is therefore probably the first row of
   * data.
   */
  static String headerHint(List<String> names) {
    for (String n : names) {
      if (Double.isNaN(NumberParser.parse(n.toCharArray(), 0, n.length(), '.'))) {
        return "";
      }
    }
    return "; hint: line 1 looks like data, read with noHeader()";
  }
}
