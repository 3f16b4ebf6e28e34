// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows of a table, grouped by the values of key columns; made by {@link Table#groupBy}. */
public final class Groups {
  private final Table table;
  private final String[] keys;
  private final List<int[]> groups = new ArrayList<>();

  Groups(Table table, String... keys) {
    if (keys.length == 0) {
      throw new IllegalArgumentException("groupBy: expected at least one key column");
    }
    this.table = table;
    this.keys = keys.clone();
    KeyReader reader = KeyReader.of(table, keys);
    Map<List<Object>, IntStream.Builder> found = new LinkedHashMap<>();
    for (int row : table.sort(keys).picked()) {
      found.computeIfAbsent(reader.key(row), k -> IntStream.builder()).add(row);
    }
    found.values().forEach(rows -> groups.add(rows.build().toArray()));
  }

  /** Returns the number of groups. */
  public int count() {
    return groups.size();
  }

  /**
   * Returns a table with a row for each group: the keys, in ascending order with missing values
   * last, and a column for each aggregate.
   *
   * @throws DataException if a column does not exist or is not of numbers, or two columns would
   *     have the same name
   */
  public Table aggregate(Aggregate... aggregates) {
    int[] firsts = groups.stream().mapToInt(rows -> rows[0]).toArray();
    List<Filled> columns = new ArrayList<>();
    Set<String> names = new HashSet<>(List.of(keys));
    for (Filled key : table.find(keys)) {
      columns.add(Filled.of(new PickedColumn(key.column(), firsts)));
    }
    for (Aggregate aggregate : aggregates) {
      if (!names.add(aggregate.name())) {
        throw new DataException(
            "groupBy: two columns would be named \"%s\"; hint: as(...) gives another name"
                .formatted(aggregate.name()));
      }
      columns.add(Filled.of(new NumberColumn(aggregate.name(), table.source(), of(aggregate))));
    }
    return Table.of(table.source(), columns, groups.size());
  }

  private double[] of(Aggregate aggregate) {
    String name = aggregate.column();
    return groups.stream().mapToDouble(rows -> aggregate.compute(values(name, rows))).toArray();
  }

  private double[] values(String name, int... rows) {
    if (name == null) {
      return new double[rows.length];
    }
    Filled column = table.find(name);
    int[] present =
        column.number() == null
            ? Arrays.stream(rows).filter(r -> !column.column().isMissing(r)).toArray()
            : rows;
    return Arrays.stream(present).mapToDouble(column::number).toArray();
  }
}
