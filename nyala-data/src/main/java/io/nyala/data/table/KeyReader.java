// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the values of key columns, so that equal values are equal objects: numbers where the whole
 * column consists of them (1 and 1.0 are equal), otherwise texts; missing values are null.
 */
final class KeyReader {
  private final Column[] columns;
  private final boolean[] numbers;

  private KeyReader(Column[] columns, boolean[] numbers) {
    this.columns = columns;
    this.numbers = numbers;
  }

  static KeyReader of(Table table, String... keys) {
    return new KeyReader(columns(table, keys), numbers(table, keys));
  }

  /** Returns readers for two tables; a column is read as numbers where it has them in both. */
  static KeyReader[] of(Table first, Table second, String... keys) {
    boolean[] numbers = numbers(first, keys);
    boolean[] others = numbers(second, keys);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] &= others[i];
    }
    return new KeyReader[] {
      new KeyReader(columns(first, keys), numbers), new KeyReader(columns(second, keys), numbers)
    };
  }

  private static Column[] columns(Table table, String... keys) {
    return Arrays.stream(table.find(keys)).map(Filled::column).toArray(Column[]::new);
  }

  private static boolean[] numbers(Table table, String... keys) {
    boolean[] numbers = new boolean[keys.length];
    for (int i = 0; i < keys.length; i++) {
      numbers[i] = table.type(keys[i]) != ColumnType.TEXT;
    }
    return numbers;
  }

  /** Returns the key of a row of the columns. */
  List<Object> key(int row) {
    List<Object> key = new ArrayList<>(columns.length);
    for (int i = 0; i < columns.length; i++) {
      Column column = columns[i];
      key.add(
          column.isMissing(row)
              ? null
              : numbers[i] ? (Object) (column.parsed(row) + 0.0) : column.string(row));
    }
    return key;
  }
}
