// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in text, whose columns are as wide as their content. */
final class TextColumns {
  private final boolean[] right;
  private final int[] widths;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * Creates a table.
   *
   * @param heads the titles of the columns; those that begin with {@code >} are aligned to the
   *     right
   */
  TextColumns(String... heads) {
    right = new boolean[heads.length];
    widths = new int[heads.length];
    String[] titles = new String[heads.length];
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      titles[i] = right[i] ? heads[i].substring(1) : heads[i];
    }
    row(titles);
  }

  /** Adds a row. */
  void row(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
    rows.add(cells);
  }

  /** Prints the table, with a line below the titles. */
  void print(PrintStream out) {
    for (int r = 0; r < rows.size(); r++) {
      out.println(line(rows.get(r)));
      if (r == 0) {
        out.println("─".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1)));
      }
    }
  }

  private String line(String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String space = " ".repeat(widths[i] - cells[i].length());
      line.append(i == 0 ? "" : "  ");
      line.append(right[i] ? space + cells[i] : cells[i] + space);
    }
    return line.toString().stripTrailing();
  }
}
