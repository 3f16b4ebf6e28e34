// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A table of named columns. Immutable: selecting rows or columns returns a new table over the same
 * text. Numbers are parsed lazily, only for the requested columns.
 *
 * <p>Numbers are read as float64 and rounded to float32, as in pandas and NumPy.
 */
public final class Table {
  private final String source;
  private final List<Filled> columns;
  private final int[] rows;
  private final Map<String, Filled> byName = new HashMap<>();

  Table(String source, List<Column> columns, int rows) {
    this(source, columns.stream().map(Filled::of).toList(), IntStream.range(0, rows).toArray());
  }

  static Table of(String source, List<Filled> columns, int rows) {
    return new Table(source, columns, IntStream.range(0, rows).toArray());
  }

  private Table(String source, List<Filled> columns, int... rows) {
    this.source = source;
    this.columns = columns;
    this.rows = rows;
    columns.forEach(c -> byName.put(c.name(), c));
  }

  private Table withRows(int... which) {
    return new Table(source, columns, which);
  }

  /** Returns the name of the file, as used in messages. */
  public String source() {
    return source;
  }

  /** Returns the number of rows, without the header. */
  public int rows() {
    return rows.length;
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns.size();
  }

  /** Returns the names of the columns, in order. */
  public List<String> columnNames() {
    return columns.stream().map(Filled::name).toList();
  }

  /** Returns the columns with these names, in this order. */
  public Table select(String... names) {
    return new Table(source, List.of(find(names)), rows);
  }

  /** Returns all columns except these. */
  public Table drop(String... names) {
    List<Filled> gone = List.of(find(names));
    return new Table(source, columns.stream().filter(c -> !gone.contains(c)).toList(), rows);
  }

  /** Returns the table with another name for a column. */
  public Table rename(String name, String newName) {
    Filled old = find(name);
    if (byName.containsKey(Objects.requireNonNull(newName, "newName")) && !newName.equals(name)) {
      throw new DataException(source + ": there is a column \"" + newName + "\" already");
    }
    return replaced(old, new Filled(old.column().named(newName), old.number(), old.text()));
  }

  private Table replaced(Filled old, Filled changed) {
    return new Table(source, columns.stream().map(c -> c == old ? changed : c).toList(), rows);
  }

  /** Returns the rows at these positions, in this order. */
  public Table rows(int... which) {
    int[] chosen = new int[which.length];
    for (int i = 0; i < which.length; i++) {
      if (which[i] < 0 || which[i] >= rows.length) {
        throw new IndexOutOfBoundsException(
            source() + ": row " + which[i] + " of a table of " + rows.length + " rows");
      }
      chosen[i] = rows[which[i]];
    }
    return withRows(chosen);
  }

  /** Returns rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Table range(int from, int to) {
    return rows(IntStream.range(from, to).toArray());
  }

  /** Returns the first rows, or all if there are fewer; {@link #show} prints them. */
  public Table head(int count) {
    return range(0, Math.min(count, rows.length));
  }

  /** Returns the rows that meet a condition, for example {@code row -> row.number("age") > 30}. */
  public Table filter(Predicate<Row> condition) {
    Objects.requireNonNull(condition, "condition");
    return withRows(Arrays.stream(rows).filter(r -> condition.test(new Row(this, r))).toArray());
  }

  /**
   * Returns the rows in the order of these columns, of which the first is the most important:
   * numbers by value, texts by their characters, missing values last. Equal rows keep their order.
   */
  public Table sort(String... names) {
    return withRows(Sorting.sorted(find(names), rows, false));
  }

  /** Returns the rows as {@link #sort}, but from large to small; missing values are still last. */
  public Table sortDescending(String... names) {
    return withRows(Sorting.sorted(find(names), rows, true));
  }

  /**
   * Adds a column of numbers computed from each row, or replaces the column of this name.
   *
   * @param value returns NaN for a missing value
   */
  public Table withColumn(String name, ToDoubleFunction<Row> value) {
    Objects.requireNonNull(value, "value");
    double[] values =
        Arrays.stream(rows).mapToDouble(r -> value.applyAsDouble(new Row(this, r))).toArray();
    return with(new NumberColumn(Objects.requireNonNull(name, "name"), source, values));
  }

  /**
   * Adds a column of texts computed from each row, or replaces the column of this name.
   *
   * @param value returns null or an empty text for a missing value
   */
  public Table withTextColumn(String name, Function<Row, String> value) {
    Objects.requireNonNull(value, "value");
    String[] values =
        Arrays.stream(rows)
            .mapToObj(r -> TextColumn.orMissing(value.apply(new Row(this, r))))
            .toArray(String[]::new);
    return with(new TextColumn(Objects.requireNonNull(name, "name"), source, values));
  }

  private Table with(Column added) {
    List<Filled> all = new ArrayList<>();
    for (Filled c : columns) {
      boolean same = c.name().equals(added.name);
      Column kept = new PickedColumn(c.column(), rows);
      all.add(same ? Filled.of(added) : new Filled(kept, c.number(), c.text()));
    }
    if (!byName.containsKey(added.name)) {
      all.add(Filled.of(added));
    }
    return of(source, all, rows.length);
  }

  /**
   * Joins each row with the rows of another table that have the same values in the key columns.
   * Rows without a partner are left out; a missing key has none. The order is that of this table,
   * then of the other.
   *
   * @param other the other table; its key columns have the same names
   * @param keys the names of the key columns
   * @throws DataException if a key does not exist, or the tables have other columns of the same
   *     name; {@link #rename} helps
   */
  public Table join(Table other, String... keys) {
    return Joins.join(this, other, false, keys);
  }

  /** Joins as {@link #join}, but keeps rows without a partner, with missing values. */
  public Table leftJoin(Table other, String... keys) {
    return Joins.join(this, other, true, keys);
  }

  /** Groups rows with the same values in these columns; missing values are a group of their own. */
  public Groups groupBy(String... keys) {
    return new Groups(this, keys);
  }

  /** Returns statistics of each column, as a table of text or one by one. */
  public TableDescription describe() {
    return TableDescription.of(this);
  }

  /** Returns the first 20 rows as text in columns, for reading. */
  public String show() {
    return TableText.of(this);
  }

  /**
   * Writes a CSV file with a header, in UTF-8. Missing values become empty fields, unless they are
   * filled; numbers are written with a decimal point.
   *
   * @throws DataException if the file cannot be written
   */
  public void write(Path file) {
    CsvOutput.write(this, file);
  }

  /** Returns the type of a column, determined from all of its values. */
  public ColumnType type(String name) {
    return find(name).type(rows);
  }

  /**
   * Returns columns as float32, shape {@code (rows, columns)}.
   *
   * @param names the columns, in this order; none for all columns of the table
   * @throws DataException if a column does not exist, or a value is missing, not a number, or too
   *     large for float32; the file, line and column are named
   */
  public Tensor floats(String... names) {
    Filled[] chosen = chosen(names);
    float[] data = new float[Math.multiplyExact(rows.length, chosen.length)];
    int at = 0;
    for (int row : rows) {
      for (Filled column : chosen) {
        data[at++] = column.real(row);
      }
    }
    return Tensor.of(Shape.of(rows.length, chosen.length), data);
  }

  /**
   * Returns a column as float64.
   *
   * @throws DataException as {@link #floats}
   */
  public double[] doubles(String name) {
    Filled column = find(name);
    return Arrays.stream(rows).mapToDouble(column::number).toArray();
  }

  /**
   * Returns all columns except these as float32, shape {@code (rows, columns)}.
   *
   * @throws DataException as {@link #floats}
   */
  public Tensor allExcept(String... names) {
    return drop(names).floats();
  }

  /**
   * Returns a column of integers as int32, shape {@code (rows,)}; {@code 3.0} counts as an integer.
   *
   * @throws DataException if the column does not exist, or a value is missing or not an integer
   *     within the range of int32
   */
  public Tensor ints(String name) {
    return find(name).ints(rows);
  }

  /**
   * Returns a column as strings, with surrounding spaces removed.
   *
   * @throws DataException if the column does not exist, or a value is missing and no fill text was
   *     set: a missing label is not a separate class by default
   */
  public List<String> strings(String name) {
    return find(name).texts(rows);
  }

  /**
   * Returns a column of dates: {@code 2017}, {@code 2017-05}, {@code 2017-05-31}, {@code 2017-05-31
   * 18:30}, with seconds and fractions, or Unix seconds (UTC).
   *
   * @throws DataException if the column does not exist, or a value is missing or not a date; the
   *     line is named
   */
  public List<LocalDateTime> dates(String name) {
    return DatePattern.USUAL.dates(find(name), rows);
  }

  /**
   * Returns a column of dates in another format.
   *
   * @param name the column
   * @param pattern a pattern for {@link java.time.format.DateTimeFormatter}, for example {@code
   *     dd/MM/yyyy HH:mm}
   * @throws DataException as {@link #dates(String)}
   */
  public List<LocalDateTime> dates(String name, String pattern) {
    return DatePattern.of(pattern).dates(find(name), rows);
  }

  /** Returns the number of missing values in a column, whether or not they are filled. */
  public int missing(String name) {
    Column column = find(name).column();
    return (int) Arrays.stream(rows).filter(column::isMissing).count();
  }

  /** Returns the rows without missing values in these columns; in all columns if none are named. */
  public Table dropMissing(String... names) {
    Filled[] chosen = chosen(names);
    return withRows(
        Arrays.stream(rows)
            .filter(row -> Arrays.stream(chosen).noneMatch(c -> c.column().isMissing(row)))
            .toArray());
  }

  /**
   * Replaces missing values of a column by this number. Compute it from the training rows only, for
   * example {@code test.fillMissing("age", train.median("age"))}.
   */
  public Table fillMissing(String name, double value) {
    Filled old = find(name);
    return replaced(old, new Filled(old.column(), value, old.text()));
  }

  /**
   * Replaces missing values of a text column by this string: {@code ""} for an empty string, or a
   * name such as {@code "unknown"} for a separate class.
   */
  public Table fillMissing(String name, String text) {
    Filled old = find(name);
    return replaced(
        old, new Filled(old.column(), old.number(), Objects.requireNonNull(text, "text")));
  }

  /** Replaces missing values of all columns by this number. */
  public Table fillMissing(double value) {
    return new Table(
        source, columns.stream().map(c -> new Filled(c.column(), value, c.text())).toList(), rows);
  }

  /** Returns the mean of the values of a column, ignoring missing values. */
  public double mean(String name) {
    return Arrays.stream(present(name)).average().getAsDouble();
  }

  /** Returns the median of the values of a column, ignoring missing values. */
  public double median(String name) {
    double[] values = present(name);
    Arrays.sort(values);
    return NumberStatistics.quantile(values, 0.5);
  }

  private double[] present(String name) {
    double[] values = find(name).present(rows);
    if (values.length == 0) {
      throw new DataException(
          source() + ": column \"" + name + "\" has no values; every row is missing");
    }
    return values;
  }

  // For the classes of this package

  String where(int row) {
    return columns.isEmpty() ? source : columns.get(0).column().where(row);
  }

  /** Returns the rows of the columns that this table consists of. */
  int[] picked() {
    return rows;
  }

  Filled[] find(String... names) {
    return Arrays.stream(names).map(this::find).toArray(Filled[]::new);
  }

  private Filled[] chosen(String... names) {
    return names.length == 0 ? columns.toArray(Filled[]::new) : find(names);
  }

  Filled find(String name) {
    Filled found = byName.get(name);
    if (found == null) {
      throw NoColumn.of(source, name, columns);
    }
    return found;
  }

  /** Formats as {@code wine.csv: 4898 rows x 12 columns [fixed acidity, ...]}. */
  @Override
  public String toString() {
    return source() + ": " + rows() + " rows x " + columns() + " columns " + columnNames();
  }
}
