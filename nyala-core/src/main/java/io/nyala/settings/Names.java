// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Builds the hints in error messages about unknown names: similar names and the names that exist.
 */
public final class Names {
  /** Longer lists are shortened to {@link #LISTED} names. */
  private static final int MOST_LISTED = 20;

  /** The number of names shown of a list that is too long. */
  private static final int LISTED = 12;

  private static final int MOST_NEAR = 3;

  private Names() {}

  /**
   * Returns a sentence such as {@code did you mean "val_loss"? There are [loss, val_loss]}.
   *
   * @param typed the unknown name
   * @param names the existing names
   */
  public static String hint(String typed, Collection<String> names) {
    List<String> near = near(typed, names);
    String there = names.isEmpty() ? "there are none" : "there are " + list(typed, names);
    return near.isEmpty()
        ? there
        : near.stream().collect(Collectors.joining("\" or \"", "did you mean \"", "\"? "))
            + Character.toUpperCase(there.charAt(0))
            + there.substring(1);
  }

  /**
   * Returns at most three names that a mistyped name may have meant, nearest first: names whose
   * edit distance is at most a third of their length, and names that contain it. Ignores case.
   */
  public static List<String> near(String typed, Collection<String> names) {
    String wanted = lower(typed);
    Comparator<String> sameCaseFirst = Comparator.comparing(name -> !name.contains(typed));
    return names.stream()
        .filter(name -> isNear(wanted, lower(name)))
        .sorted(sameCaseFirst.thenComparing(byEdits(wanted)))
        .limit(MOST_NEAR)
        .toList();
  }

  /**
   * Returns the object with the given name.
   *
   * @param what the kind of object, for example {@code layer}
   * @param owner the owner of the objects, for the message
   * @throws IllegalArgumentException if no object has this name; the message lists the existing
   *     names
   */
  public static <T> T find(
      String what, Object owner, String name, List<? extends T> things, Function<T, String> named) {
    Arguments.given("the name of a " + what, name);
    for (T thing : things) {
      if (named.apply(thing).equals(name)) {
        return thing;
      }
    }
    throw new IllegalArgumentException(
        "%s has no %s \"%s\"; %s"
            .formatted(
                owner, what, name, hint(name, things.stream().map(t -> named.apply(t)).toList())));
  }

  /**
   * Returns the names in brackets; shortens a long list to the first names and the number of
   * others.
   */
  public static String list(Collection<String> names) {
    return list(null, names);
  }

  /**
   * Returns the names in brackets; shortens a long list to the names nearest to the one typed and
   * the number of others.
   *
   * @param typed the unknown name, or null
   */
  public static String list(String typed, Collection<String> names) {
    return "[" + joined(typed, names) + "]";
  }

  /** As {@link #list(String, Collection)}, without brackets. */
  public static String joined(String typed, Collection<String> names) {
    if (names.size() <= MOST_LISTED) {
      return String.join(", ", names);
    }
    Comparator<String> order = typed == null ? (a, b) -> 0 : byEdits(lower(typed));
    return names.stream().sorted(order).limit(LISTED).collect(Collectors.joining(", "))
        + " and "
        + (names.size() - LISTED)
        + " more";
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isNear(String typed, String name) {
    boolean partOfName = typed.length() >= 3 && name.contains(typed);
    int edits = edits(typed, name);
    // Names of one letter have nothing in common if the letter differs.
    boolean differs = edits > 0 && edits == Math.max(typed.length(), name.length());
    return partOfName || !differs && edits <= Math.max(1, name.length() / 3);
  }

  /** Orders names by edit distance; names with the same distance keep their order. */
  private static Comparator<String> byEdits(String typed) {
    return Comparator.comparingInt(name -> edits(typed, lower(name)));
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
