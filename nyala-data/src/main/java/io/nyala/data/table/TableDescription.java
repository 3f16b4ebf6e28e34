// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Statistics of the columns of a table, made by {@link Table#describe}. Prints as a table with a
 * line for each column.
 */
public final class TableDescription {
  private static final int TOP = 5;
  private static final List<String> HEADINGS =
      List.of(
          "column",
          "type",
          "count",
          "missing",
          "distinct",
          "mean",
          "std",
          "min",
          "25%",
          "50%",
          "75%",
          "max");

  private final Map<String, ColumnDescription> columns = new LinkedHashMap<>();
  private final String source;

  private TableDescription(String source) {
    this.source = source;
  }

  static TableDescription of(Table table) {
    TableDescription description = new TableDescription(table.source());
    for (String name : table.columnNames()) {
      description.columns.put(name, column(name, table));
    }
    return description;
  }

  private static ColumnDescription column(String name, Table table) {
    ColumnType type = table.type(name);
    Column column = table.find(name).column();
    int missing = table.missing(name);
    int count = table.rows() - missing;
    if (type != ColumnType.TEXT) {
      double[] sorted = table.find(name).present(table.picked());
      Arrays.sort(sorted);
      return new ColumnDescription(
          name,
          type,
          count,
          missing,
          (int) Arrays.stream(sorted).distinct().count(),
          NumberStatistics.mean(sorted),
          NumberStatistics.std(sorted),
          NumberStatistics.quantile(sorted, 0),
          NumberStatistics.quantile(sorted, 0.25),
          NumberStatistics.quantile(sorted, 0.5),
          NumberStatistics.quantile(sorted, 0.75),
          NumberStatistics.quantile(sorted, 1),
          Map.of());
    }
    Map<String, Integer> counts = new HashMap<>();
    for (int row : table.picked()) {
      if (!column.isMissing(row)) {
        counts.merge(column.string(row), 1, Integer::sum);
      }
    }
    Map<String, Integer> top = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .limit(TOP)
        .forEach(e -> top.put(e.getKey(), e.getValue()));
    double none = Double.NaN;
    return new ColumnDescription(
        name, type, count, missing, counts.size(), none, none, none, none, none, none, none, top);
  }

  /** Returns the statistics of all columns, in order. */
  public List<ColumnDescription> columns() {
    return List.copyOf(columns.values());
  }

  /**
   * Returns the statistics of a column.
   *
   * @throws io.nyala.data.DataException if it does not exist
   */
  public ColumnDescription column(String name) {
    ColumnDescription found = columns.get(name);
    if (found == null) {
      List<Filled> present = new ArrayList<>();
      columns.keySet().forEach(c -> present.add(Filled.of(new TextColumn(c, source, null))));
      throw NoColumn.of(source, name, present);
    }
    return found;
  }

  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADINGS);
    for (ColumnDescription c : columns.values()) {
      List<String> line = new ArrayList<>();
      line.add(c.name());
      line.add(c.type().name().toLowerCase(Locale.ROOT));
      for (int n : List.of(c.count(), c.missing(), c.distinct())) {
        line.add(Integer.toString(n));
      }
      if (c.type() == ColumnType.TEXT) {
        line.add(
            c.top().entrySet().stream()
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .collect(Collectors.joining(", ")));
      } else {
        for (double d :
            new double[] {c.mean(), c.std(), c.min(), c.lower(), c.median(), c.upper(), c.max()}) {
          line.add(TableText.number(d));
        }
      }
      lines.add(line);
    }
    return TableText.aligned(lines, 2, 5);
  }
}
