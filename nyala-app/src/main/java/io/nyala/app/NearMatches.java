// SPDX-License-Identifier: Apache-2.0
package io.nyala.app;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that a mistyped name may have meant. */
final class NearMatches {
  private static final int MOST = 3;

  private NearMatches() {}

  /** Returns a sentence such as {@code did you mean wine-regression?}, or lists all names. */
  static String hint(String typed, List<String> names) {
    List<String> near = of(typed, names);
    if (!near.isEmpty()) {
      return "did you mean " + String.join(" or ", near) + "?";
    }
    return names.isEmpty()
        ? "there is none yet"
        : names.stream().collect(Collectors.joining(", ", "known: ", ""));
  }

  /** Returns at most three names within a third of their length in edits, nearest first. */
  static List<String> of(String typed, List<String> names) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> isNear(wanted, name))
        .sorted(Comparator.comparingInt(name -> edits(wanted, name)))
        .limit(MOST)
        .toList();
  }

  private static boolean isNear(String typed, String name) {
    boolean partOfName = typed.length() >= 3 && name.contains(typed);
    return partOfName || edits(typed, name) <= Math.max(1, name.length() / 3);
  }

  /** Counts insertions, deletions and replacements (Levenshtein), one row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
