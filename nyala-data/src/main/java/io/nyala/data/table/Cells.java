// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.ArrayList;
import java.util.List;

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

  /** Returns a cell that is not missing as a number, or NaN if it is text. */
  double parsed(int row, int column) {
    int start = start(row, column);
    return NumberParser.parse(text, start, end(row, column, start), options);
  }

  /** Returns the line of the file where a row begins. */
  int line(int row) {
    return lines[row];
  }

  /** Returns the columns, in order. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(new CellColumn(names.get(i), this, i));
    }
    return columns;
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
