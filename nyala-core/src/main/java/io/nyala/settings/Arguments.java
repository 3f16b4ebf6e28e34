// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Rejects missing arguments with messages that name them. */
public final class Arguments {
  private Arguments() {}

  /**
   * Returns an argument.
   *
   * @param name its name in messages, for example {@code fit: y}
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T given(String name, T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " must not be null");
    }
    return value;
  }

  /**
   * Returns a copy of several arguments.
   *
   * @param name their name in messages
   * @throws IllegalArgumentException if the collection or one of its elements is null
   */
  public static <T> List<T> allGiven(String name, Collection<? extends T> values) {
    List<T> copy = new ArrayList<>(given(name, values));
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i) == null) {
        throw new IllegalArgumentException(
            "%s must not contain null; there is one at index %d".formatted(name, i));
      }
    }
    return List.copyOf(copy);
  }

  /**
   * Returns several arguments as a list.
   *
   * @param name their name in messages
   * @throws IllegalArgumentException if the array or one of its elements is null
   */
  public static <T> List<T> eachGiven(String name, T[] values) {
    return allGiven(name, Arrays.asList(given(name, values)));
  }
}
