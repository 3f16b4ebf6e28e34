// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.data.table.ColumnType;
import io.nyala.data.table.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The only column besides the target, if it holds free text.
 *
 * @param name its name
 */
public record TextColumn(String name) {
  private static final double FEWEST_WORDS = 3;
  private static final double FEWEST_DIFFERENT = 0.3;

  /** Returns the column, if all else than the target is one column of free text. */
  public static Optional<TextColumn> in(Table table, String target) {
    List<String> others =
        table.columnNames().stream().filter(name -> !name.equals(target)).toList();
    if (others.size() != 1 || table.type(others.getFirst()) != ColumnType.TEXT) {
      return Optional.empty();
    }
    List<String> texts = table.fillMissing(others.getFirst(), "").strings(others.getFirst());
    double words = texts.stream().mapToInt(t -> t.split("\\s+").length).average().orElse(0);
    boolean free =
        words >= FEWEST_WORDS && new HashSet<>(texts).size() >= FEWEST_DIFFERENT * texts.size();
    return free ? Optional.of(new TextColumn(others.getFirst())) : Optional.empty();
  }
}
