// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A framed text table with the layout of the Python library Rich, which Keras uses to print
 * summaries: widths shrink evenly, words wrap, and words that are too long end in an ellipsis.
 */
final class TextTable {
  private final int[] widths;
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * Creates a table.
   *
   * @param total characters per line, including the frame
   * @param wanted characters in each column, without padding
   * @param right which columns are right-aligned
   */
  TextTable(int total, int[] wanted, boolean[] right) {
    this.widths = shrink(total - wanted.length - 1, wanted);
    this.right = right;
  }

  /** Shrinks the columns evenly by the excess, rounding half to even (Rich's ratio_reduce). */
  private static int[] shrink(int available, int[] wanted) {
    int[] widths = Arrays.stream(wanted).map(w -> w + 2).toArray();
    int excess = Math.max(0, Arrays.stream(widths).sum() - available);
    for (int i = 0; i < widths.length; i++) {
      int share = (int) Math.rint((double) excess / (widths.length - i));
      widths[i] -= share;
      excess -= share;
    }
    return Arrays.stream(widths).map(w -> w - 2).toArray();
  }

  void add(String... cells) {
    rows.add(cells);
  }

  /** Appends the table. The first row is the heading. */
  void appendTo(StringBuilder out) {
    appendRule(out, "┏━┳┓");
    appendRow(out, rows.get(0), '┃');
    appendRule(out, "┡━╇┩");
    for (int i = 1; i < rows.size(); i++) {
      appendRow(out, rows.get(i), '│');
      if (i + 1 < rows.size()) {
        appendRule(out, "├─┼┤");
      }
    }
    appendRule(out, "└─┴┘");
  }

  private void appendRule(StringBuilder out, String pieces) {
    out.append(pieces.charAt(0));
    for (int i = 0; i < widths.length; i++) {
      out.append(String.valueOf(pieces.charAt(1)).repeat(widths[i] + 2));
      out.append(i + 1 < widths.length ? pieces.charAt(2) : pieces.charAt(3));
    }
    out.append('\n');
  }

  private void appendRow(StringBuilder out, String[] cells, char bar) {
    List<List<String>> wrapped = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      wrapped.add(wrap(cells[i], widths[i]));
    }
    int lines = wrapped.stream().mapToInt(List::size).max().orElse(1);
    for (int line = 0; line < lines; line++) {
      out.append(bar);
      for (int i = 0; i < cells.length; i++) {
        String text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
        String space = " ".repeat(widths[i] - text.length());
        out.append(' ').append(right[i] ? space + text : text + space).append(' ').append(bar);
      }
      out.append('\n');
    }
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    lines.replaceAll(l -> l.length() > width ? l.substring(0, width - 1) + "…" : l);
    return lines;
  }
}
