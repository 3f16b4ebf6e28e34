// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.Arrays;
import java.util.Comparator;

/** Orders rows by the values of columns. */
final class Sorting {
  private Sorting() {}

  /** Returns the rows in order; equal rows keep theirs, and missing values are last. */
  static int[] sorted(Filled[] columns, int[] rows, boolean descending) {
    Comparator<Integer> order = (a, b) -> 0;
    for (Filled column : columns) {
      order = order.thenComparing(by(column, rows, descending));
    }
    Integer[] places = new Integer[rows.length];
    Arrays.setAll(places, i -> i);
    Arrays.sort(places, order);
    return Arrays.stream(places).mapToInt(place -> rows[place]).toArray();
  }

  /** Returns the order of places in {@code rows}; every value is read once. */
  private static Comparator<Integer> by(Filled filled, int[] rows, boolean descending) {
    Column column = filled.column();
    Comparator<Integer> present;
    if (filled.type(rows) == ColumnType.TEXT) {
      String[] texts = Arrays.stream(rows).mapToObj(column::string).toArray(String[]::new);
      present = (a, b) -> texts[a].compareTo(texts[b]);
    } else {
      double[] numbers =
          Arrays.stream(rows)
              .mapToDouble(r -> column.isMissing(r) ? Double.NaN : column.parsed(r))
              .toArray();
      present = (a, b) -> Double.compare(numbers[a], numbers[b]);
    }
    boolean[] missing = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      missing[i] = column.isMissing(rows[i]);
    }
    Comparator<Integer> last = (a, b) -> Boolean.compare(missing[a], missing[b]);
    Comparator<Integer> directed = descending ? present.reversed() : present;
    return last.thenComparing((a, b) -> missing[a] ? 0 : directed.compare(a, b));
  }
}
