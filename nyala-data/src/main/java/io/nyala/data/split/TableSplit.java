// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import io.nyala.data.table.DatePattern;
import io.nyala.data.table.Table;
import io.nyala.settings.Arguments;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Splits a table into parts for training, validation and test: {@code
 * TableSplit.stratified("species", 42).parts(table, 0.15, 0.15)}.
 *
 * <p>Rows that agree in all columns except the target are duplicates. They come into the same part;
 * otherwise a network would be tested on rows that it has learned by heart.
 *
 * <p>Part sizes are {@code fraction * n}, rounded; where duplicates stay together, a part may have
 * a few rows more. A seed gives the same rows in every version of Java.
 */
public final class TableSplit {
  private final String target;
  private final String time;
  private final boolean stratified;
  private final long seed;

  private TableSplit(String target, String time, boolean stratified, long seed) {
    this.target = target;
    this.time = time;
    this.stratified = stratified;
    this.seed = seed;
  }

  /**
   * Returns a split that draws rows at random.
   *
   * @param target the column that is to be predicted
   */
  public static TableSplit shuffled(String target, long seed) {
    return new TableSplit(Arguments.given("target", target), null, false, seed);
  }

  /**
   * Returns a split that draws rows at random and keeps the proportions of the classes. A class
   * with fewer rows than parts is in the training rows only.
   *
   * @param target the column of the classes
   */
  public static TableSplit stratified(String target, long seed) {
    return new TableSplit(Arguments.given("target", target), null, true, seed);
  }

  /**
   * Returns a split by time: the latest rows for the test, those before them for validation. Rows
   * of the same time come into the same part.
   *
   * @param column a column of dates in any form that {@link DatePattern#find} knows, or of numbers
   *     that ascend with time
   */
  public static TableSplit byTime(String column) {
    return new TableSplit(null, Arguments.given("column", column), false, 0);
  }

  /**
   * Returns the three parts. Training rows are in random order, or in the order of time.
   *
   * @param validation the fraction of rows to validate on, at least 0; 0 for none
   * @param test the fraction of rows to test on, at least 0; 0 for none
   * @throws DataException if a part would be empty, a column does not exist, or a time is missing
   */
  public TableParts parts(Table table, double validation, double test) {
    Arguments.given("table", table);
    if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
      throw new DataException(
          "TableSplit: expected fractions of at least 0 with a sum below 1, got %s for validation and %s for test"
              .formatted(validation, test));
    }
    List<List<int[]>> strata = time == null ? strata(table) : List.of(ordered(table));
    List<List<Integer>> chosen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (List<int[]> groups : strata) {
      int rows = groups.stream().mapToInt(group -> group.length).sum();
      boolean whole = stratified && groups.size() < 3;
      int[] wanted = {
        whole ? 0 : (int) Math.round(rows * test), whole ? 0 : (int) Math.round(rows * validation)
      };
      deal(groups, wanted, chosen);
    }
    Permutation random = new Permutation(seed + 1);
    Table[] parts = new Table[3];
    for (int part = 0; part < 3; part++) {
      int[] rows = chosen.get(part).stream().mapToInt(Integer::intValue).toArray();
      double fraction = part == 1 ? validation : part == 2 ? test : 1;
      if (rows.length == 0 && fraction > 0) {
        throw new DataException(
            "TableSplit: %d rows of %s are too few for three parts; no row is left for %s"
                .formatted(
                    table.rows(),
                    table.source(),
                    List.of("training", "validation", "the test").get(part)));
      }
      if (time == null) {
        random.shuffle(rows);
      }
      parts[part] = table.rows(rows);
    }
    return new TableParts(parts[0], parts[1], parts[2]);
  }

  /**
   * Gives groups to the test, then to validation, until each has its rows; the rest is to train.
   */
  private static void deal(List<int[]> groups, int[] wanted, List<List<Integer>> parts) {
    int[] given = new int[2];
    for (int[] group : groups) {
      int to = given[0] < wanted[0] ? 2 : given[1] < wanted[1] ? 1 : 0;
      if (to > 0) {
        given[2 - to] += group.length;
      }
      IntStream.of(group).forEach(parts.get(to)::add);
    }
  }

  /** Returns groups of duplicates in random order, for each class if stratified. */
  private List<List<int[]>> strata(Table table) {
    int[][] groups = duplicates(table);
    List<String> classes = stratified ? text(table, target) : null;
    Map<String, List<int[]>> strata = new TreeMap<>();
    for (int[] group : groups) {
      String stratum = classes == null ? "" : classes.get(group[0]);
      strata.computeIfAbsent(stratum, s -> new ArrayList<>()).add(group);
    }
    Permutation random = new Permutation(seed);
    List<List<int[]>> shuffled = new ArrayList<>();
    for (List<int[]> stratum : strata.values()) {
      int[] order = IntStream.range(0, stratum.size()).toArray();
      random.shuffle(order);
      shuffled.add(IntStream.of(order).mapToObj(stratum::get).toList());
    }
    return shuffled;
  }

  /** Returns the rows that agree in all columns except the target, in the order of the table. */
  private int[][] duplicates(Table table) {
    table.select(target); // a mistyped name is answered with the names that there are
    List<List<String>> columns =
        table.columnNames().stream()
            .filter(name -> !name.equals(target))
            .map(name -> text(table, name))
            .toList();
    Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      int at = row;
      List<String> key = columns.stream().map(column -> column.get(at)).toList();
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    return groups.values().stream()
        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** Returns the number of rows that repeat an earlier one in all columns except the target. */
  public static int duplicates(Table table, String target) {
    return table.rows() - shuffled(target, 0).duplicates(table).length;
  }

  /**
   * Returns the number of rows of one table that occur in another: they agree in all columns of the
   * first one except the target.
   *
   * @throws DataException if the other table lacks a column
   */
  public static int common(Table table, Table other, String target) {
    List<String> names = table.columnNames().stream().filter(name -> !name.equals(target)).toList();
    Map<List<String>, Boolean> known = new HashMap<>();
    keys(other, names).forEach(key -> known.put(key, true));
    return (int) keys(table, names).stream().filter(known::containsKey).count();
  }

  private static List<List<String>> keys(Table table, List<String> names) {
    List<List<String>> columns = names.stream().map(name -> text(table, name)).toList();
    return IntStream.range(0, table.rows())
        .mapToObj(row -> columns.stream().map(column -> column.get(row)).toList())
        .toList();
  }

  /** Returns groups of rows of the same time, latest first. */
  private List<int[]> ordered(Table table) {
    List<LocalDateTime> dates = dates(table);
    Comparator<Integer> order;
    if (dates == null) {
      double[] numbers = table.doubles(time);
      order = Comparator.comparingDouble(row -> numbers[row]);
    } else {
      order = Comparator.comparing(dates::get);
    }
    List<Integer> rows = IntStream.range(0, table.rows()).boxed().sorted(order.reversed()).toList();
    List<int[]> groups = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= rows.size(); at++) {
      if (at == rows.size() || order.compare(rows.get(at), rows.get(from)) != 0) {
        groups.add(rows.subList(from, at).stream().mapToInt(Integer::intValue).toArray());
        from = at;
      }
    }
    return groups;
  }

  /** Returns the dates of the time column; null if it has plain numbers. */
  private List<LocalDateTime> dates(Table table) {
    return switch (table.type(time)) {
      case NUMBER, INTEGER -> null;
      default -> {
        Set<String> texts = new HashSet<>(table.strings(time));
        DatePattern pattern = DatePattern.find(texts).orElse(null);
        yield pattern == null
            ? table.dates(time) // says what is expected
            : table.strings(time).stream().map(pattern::parse).toList();
      }
    };
  }

  private static List<String> text(Table table, String name) {
    return table.fillMissing(name, "").strings(name);
  }
}
