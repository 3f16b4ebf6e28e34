// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables as text in aligned columns. */
final class TableText {
  private static final int SHOWN = 20;
  private static final int WIDEST = 40;
  private static final double LARGE = 1e7;
  private static final double SMALL = 1e-3;

  private TableText() {}

  static String of(Table table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columnNames());
    Filled[] columns = table.find(table.columnNames().toArray(String[]::new));
    for (int row : table.head(SHOWN).picked()) {
      List<String> line = new ArrayList<>();
      for (Filled c : columns) {
        line.add(c.column().isMissing(row) ? "-" : shortened(c.column().string(row)));
      }
      lines.add(line);
    }
    int more = table.rows() - SHOWN;
    return aligned(lines, 0, Integer.MAX_VALUE) + (more > 0 ? "... " + more + " more rows\n" : "");
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }

  /** Returns a number with about five digits, {@code -} for NaN. */
  static String number(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value == Math.rint(value) && size < LARGE) {
      return Long.toString((long) value);
    }
    if (size >= LARGE || size < SMALL) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int digits = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /**
   * Returns lines with aligned columns, two spaces apart.
   *
   * @param left the number of columns that begin at the left; all others end at the right
   * @param free from here on, a line with fewer columns than the first is not aligned
   */
  static String aligned(List<List<String>> lines, int left, int free) {
    int full = lines.get(0).size();
    int[] widths = new int[full];
    for (List<String> line : lines) {
      for (int i = 0; i < line.size() && (line.size() == full || i < free); i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        String cell = line.get(i);
        boolean aligned = line.size() == full || i < free;
        String space = " ".repeat(aligned ? widths[i] - cell.length() : 0);
        text.append(i < left ? cell + space : space + cell).append("  ");
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
