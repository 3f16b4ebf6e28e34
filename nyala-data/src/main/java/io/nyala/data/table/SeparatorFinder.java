// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/**
 * Detects the separator from the first lines: the candidate that splits all of them into the same,
 * largest number of fields.
 */
final class SeparatorFinder {
  private static final String CANDIDATES = ",;\t|";
  private static final int LINES = 8;

  private SeparatorFinder() {}

  static char find(String text, char quote, char comment, char decimal) {
    int[][] counts = new int[LINES][CANDIDATES.length()];
    int lines = count(text, quote, comment, counts);
    char best = CANDIDATES.charAt(0);
    int bestScore = 0;
    for (int c = 0; c < CANDIDATES.length(); c++) {
      boolean steady = true;
      for (int line = 1; line < lines; line++) {
        steady &= counts[line][c] == counts[0][c];
      }
      // A candidate with a constant count wins over any other; ragged files still get the most
      // likely one.
      int score = counts[0][c] == 0 ? 0 : counts[0][c] + (steady ? text.length() : 0);
      if (score > bestScore && CANDIDATES.charAt(c) != decimal) {
        best = CANDIDATES.charAt(c);
        bestScore = score;
      }
    }
    return best;
  }

  /** Counts candidates outside quotes in each line; returns the number of complete lines seen. */
  private static int count(String text, char quote, char comment, int[][] counts) {
    int line = 0;
    int lineStart = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length() && line < LINES; i++) {
      char ch = text.charAt(i);
      if (ch == quote) {
        quoted = !quoted;
      } else if (!quoted && (ch == '\n' || ch == '\r')) {
        if (i > lineStart) {
          line++;
        }
        lineStart = i + 1;
      } else if (!quoted && comment != CsvOptions.AUTO && i == lineStart && ch == comment) {
        while (i + 1 < text.length() && text.charAt(i + 1) != '\n') {
          i++;
        }
        lineStart = i + 1;
      } else if (!quoted && CANDIDATES.indexOf(ch) >= 0) {
        counts[line][CANDIDATES.indexOf(ch)]++;
      }
    }
    // The last line may be incomplete at the end of the excerpt, unless it is the only one.
    return Math.max(line, 1);
  }
}
