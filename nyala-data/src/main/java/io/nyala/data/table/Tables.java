// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes tables of values in memory. Numbers stay numbers, {@code true} and {@code false} become 1
 * and 0; all other values, such as dates and enums, become texts by their {@code toString}. Null,
 * NaN and empty texts are missing values.
 */
public final class Tables {
  private static final String SOURCE = "table";

  private Tables() {}

  /**
   * Makes a table of columns.
   *
   * @param columns the values of each column by its name; the order is that of the map
   * @throws DataException if there are no columns, or they have different lengths
   */
  public static Table ofColumns(Map<String, ? extends List<?>> columns) {
    Objects.requireNonNull(columns, "columns");
    if (columns.isEmpty()) {
      throw new DataException(SOURCE + ": no columns");
    }
    List<Column> made = new ArrayList<>();
    int rows = columns.values().iterator().next().size();
    String first = columns.keySet().iterator().next();
    columns.forEach(
        (name, values) -> {
          if (values.size() != rows) {
            throw new DataException(
                "%s: column \"%s\" has %d values, but \"%s\" has %d"
                    .formatted(SOURCE, name, values.size(), first, rows));
          }
          made.add(column(name, values));
        });
    return new Table(SOURCE, made, rows);
  }

  /**
   * Makes a table of rows.
   *
   * @param rows the values of each row by the names of their columns; a row may lack columns, whose
   *     values are then missing. Columns are in the order in which they first occur
   * @throws DataException if there are no rows or no columns
   */
  public static Table ofMaps(Collection<? extends Map<String, ?>> rows) {
    Objects.requireNonNull(rows, "rows");
    Map<String, List<Object>> columns = new LinkedHashMap<>();
    for (Map<String, ?> row : rows) {
      row.keySet().forEach(name -> columns.computeIfAbsent(name, n -> new ArrayList<>()));
    }
    for (Map<String, ?> row : rows) {
      columns.forEach((name, values) -> values.add(row.get(name)));
    }
    return ofColumns(columns);
  }

  /**
   * Makes a table of records, with a column for each component.
   *
   * @throws DataException if there are no records, or they are of different classes
   */
  public static Table ofRecords(Collection<? extends Record> rows) {
    Objects.requireNonNull(rows, "rows");
    if (rows.isEmpty()) {
      throw new DataException(SOURCE + ": no records");
    }
    Class<?> type = rows.iterator().next().getClass();
    Map<String, List<Object>> columns = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      List<Object> values = new ArrayList<>();
      for (Record row : rows) {
        if (row.getClass() != type) {
          throw new DataException(
              "%s: a %s among records of %s"
                  .formatted(SOURCE, row.getClass().getName(), type.getName()));
        }
        values.add(value(row, component));
      }
      columns.put(component.getName(), values);
    }
    return ofColumns(columns);
  }

  private static Object value(Record row, RecordComponent component) {
    try {
      // Accessors of records that are private classes are accessible only after this.
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new DataException(
          "%s: cannot read %s of %s; hint: in a module, open the package of the record to io.nyala.data"
              .formatted(SOURCE, component.getName(), row.getClass().getName()),
          e);
    }
  }

  /**
   * Puts the rows of tables with the same columns one below the other; the order of the columns is
   * that of the first.
   *
   * @throws DataException if the columns have different names
   */
  public static Table concat(Table... tables) {
    if (tables.length == 0) {
      throw new IllegalArgumentException("concat: expected at least one table");
    }
    return Joins.concat(List.of(tables));
  }

  private static Column column(String name, List<?> values) {
    boolean numbers = values.stream().allMatch(v -> v == null || v instanceof Number);
    boolean booleans = values.stream().allMatch(v -> v == null || v instanceof Boolean);
    if (numbers || booleans) {
      return new NumberColumn(name, SOURCE, values.stream().mapToDouble(Tables::number).toArray());
    }
    return new TextColumn(name, SOURCE, values.stream().map(Tables::text).toArray(String[]::new));
  }

  private static double number(Object value) {
    return switch (value) {
      case null -> Double.NaN;
      case Boolean b -> b ? 1 : 0;
      // the decimal number that is written, so that 1.65f is 1.65
      case Float f -> Double.parseDouble(f.toString());
      case Number n -> n.doubleValue();
      default -> throw new IllegalStateException();
    };
  }

  private static String text(Object value) {
    if (value instanceof Number n) {
      double number = number(n);
      return Double.isNaN(number) ? null : NumberColumn.written(number);
    }
    return TextColumn.orMissing(value == null ? null : value.toString());
  }
}
