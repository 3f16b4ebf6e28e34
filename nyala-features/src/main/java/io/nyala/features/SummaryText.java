// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import java.util.ArrayList;
import java.util.List;

/** A table of text with a line for each column of the data. */
final class SummaryText {
  private static final int WIDEST_NAME = 32;

  private final List<String[]> lines = new ArrayList<>();

  SummaryText() {
    add("column", "kind", "missing", "encoding", "width", "why");
  }

  void add(String... cells) {
    String name = cells[0];
    cells[0] = name.length() <= WIDEST_NAME ? name : name.substring(0, WIDEST_NAME - 1) + "…";
    lines.add(cells);
  }

  private static boolean isNumber(int column) {
    return column == 2 || column == 4;
  }

  @Override
  public String toString() {
    int[] widths = new int[lines.get(0).length];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.length; i++) {
        String space = " ".repeat(widths[i] - line[i].length());
        text.append(isNumber(i) ? space + line[i] : line[i] + space).append("  ");
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
