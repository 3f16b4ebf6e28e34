// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.ColumnType;
import io.nyala.data.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What {@link Inference} looks at in a column. Missing values do not count. */
final class ColumnFacts {
  final String name;
  final ColumnType type;
  final int missing;

  /** The number of values. */
  final int count;

  /** How often each text occurs; of integers as they are written, of other numbers nothing. */
  final Map<String, Integer> counts = new HashMap<>();

  /** The values in ascending order; none for texts. */
  final double[] sorted;

  ColumnFacts(Table table, String name) {
    this.name = name;
    type = table.type(name);
    missing = table.missing(name);
    count = table.rows() - missing;
    Table present = table.select(name).dropMissing(name);
    if (type != ColumnType.NUMBER) {
      present.strings(name).forEach(text -> counts.merge(text, 1, Integer::sum));
    }
    boolean numbers = type == ColumnType.INTEGER || type == ColumnType.NUMBER;
    sorted = numbers ? present.doubles(name) : new double[0];
    Arrays.sort(sorted);
  }

  /** Returns the number of different values as they are written. */
  int distinct() {
    return type == ColumnType.NUMBER ? distinctNumbers() : counts.size();
  }

  /** Returns the number of different numbers; 1 and 1.0 are one. */
  int distinctNumbers() {
    return (int) Arrays.stream(sorted).distinct().count();
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  /** Returns the third standardized moment: 0 for a symmetric distribution, 2 for exponential. */
  double skewness() {
    double mean = Arrays.stream(sorted).average().getAsDouble();
    double squares =
        Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).average().getAsDouble();
    double cubes = Arrays.stream(sorted).map(x -> Math.pow(x - mean, 3)).average().getAsDouble();
    return squares == 0 ? 0 : cubes / Math.pow(squares, 1.5);
  }

  /** Returns the mean number of words of a value. */
  double words() {
    long words = 0;
    for (Map.Entry<String, Integer> e : counts.entrySet()) {
      words += (long) e.getValue() * e.getKey().split("\\s+").length;
    }
    return (double) words / count;
  }

  /** Returns one of the most frequent values. */
  String example() {
    return type == ColumnType.NUMBER
        ? Double.toString(sorted[0])
        : counts.entrySet().stream()
            .max(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow()
            .getKey();
  }
}
