// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Joins two tables by the values of their key columns. */
final class Joins {
  private static final int[] NONE = {-1};

  private Joins() {}

  static Table join(Table left, Table right, boolean all, String... keys) {
    if (keys.length == 0) {
      throw new IllegalArgumentException("join: expected at least one key column");
    }
    KeyReader[] readers = KeyReader.of(left, right, keys);
    Map<List<Object>, IntStream.Builder> partners = new HashMap<>();
    for (int row : right.picked()) {
      partners.computeIfAbsent(readers[1].key(row), k -> IntStream.builder()).add(row);
    }
    Map<List<Object>, int[]> found = new HashMap<>();
    partners.forEach(
        (key, rows) -> {
          if (!key.contains(null)) {
            found.put(key, rows.build().toArray());
          }
        });
    IntStream.Builder leftRows = IntStream.builder();
    IntStream.Builder rightRows = IntStream.builder();
    for (int row : left.picked()) {
      for (int partner : found.getOrDefault(readers[0].key(row), all ? NONE : new int[0])) {
        leftRows.add(row);
        rightRows.add(partner);
      }
    }
    return together(
        left, leftRows.build().toArray(), right, rightRows.build().toArray(), Set.of(keys));
  }

  private static Table together(
      Table left, int[] leftRows, Table right, int[] rightRows, Set<String> keys) {
    Set<String> names = new HashSet<>(left.columnNames());
    List<Filled> columns = new ArrayList<>();
    for (Filled c : left.find(left.columnNames().toArray(String[]::new))) {
      columns.add(new Filled(new PickedColumn(c.column(), leftRows), c.number(), c.text()));
    }
    for (Filled c : right.find(right.columnNames().toArray(String[]::new))) {
      if (keys.contains(c.name())) {
        continue;
      }
      if (!names.add(c.name())) {
        throw new DataException(
            "join of %s and %s: both have a column \"%s\"; hint: rename(\"%s\", ...) one of them"
                .formatted(left.source(), right.source(), c.name(), c.name()));
      }
      columns.add(new Filled(new PickedColumn(c.column(), rightRows), c.number(), c.text()));
    }
    return Table.of(left.source(), columns, leftRows.length);
  }

  /** Returns the rows of several tables with the same columns, one below the other. */
  static Table concat(List<Table> tables) {
    Table first = tables.get(0);
    Set<String> names = new HashSet<>(first.columnNames());
    for (Table table : tables) {
      if (!names.equals(new HashSet<>(table.columnNames()))) {
        throw new DataException(
            "concat: %s has the columns %s, but %s has %s; hint: select(...) the same columns of both"
                .formatted(
                    first.source(), first.columnNames(), table.source(), table.columnNames()));
      }
    }
    List<Filled> columns = new ArrayList<>();
    int rows = tables.stream().mapToInt(Table::rows).reduce(0, Math::addExact);
    for (String name : first.columnNames()) {
      List<Column> parts = new ArrayList<>();
      for (Table table : tables) {
        parts.add(new PickedColumn(table.find(name).column(), table.picked()));
      }
      Filled c = first.find(name);
      columns.add(new Filled(new StackedColumn(name, parts), c.number(), c.text()));
    }
    String source = String.join(" + ", tables.stream().map(Table::source).distinct().toList());
    return Table.of(source, columns, rows);
  }
}
