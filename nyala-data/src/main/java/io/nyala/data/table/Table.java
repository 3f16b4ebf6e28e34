// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A table of named columns. Immutable: selecting rows or columns returns a new table over the same
 * text. Numbers are parsed lazily, only for the requested columns.
 *
 * <p>Numbers are read as float64 and rounded to float32, as in pandas and NumPy.
 */
public final class Table {
  private final Cells cells;
  private final int[] rows;
  private final int[] columns;
  private final Double[] fills;
  private final String[] textFills;

  Table(Cells cells) {
    this(
        cells,
        IntStream.range(0, cells.rows).toArray(),
        IntStream.range(0, cells.names.size()).toArray(),
        new Double[cells.names.size()],
        new String[cells.names.size()]);
  }

  private Table(Cells cells, int[] rows, int[] columns, Double[] fills, String[] textFills) {
    this.cells = cells;
    this.rows = rows;
    this.columns = columns;
    this.fills = fills;
    this.textFills = textFills;
  }

  /** Returns the name of the file, as used in messages. */
  public String source() {
    return cells.source;
  }

  /** Returns the number of rows, without the header. */
  public int rows() {
    return rows.length;
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns.length;
  }

  /** Returns the names of the columns, in order. */
  public List<String> columnNames() {
    return Arrays.stream(columns).mapToObj(cells.names::get).toList();
  }

  /** Returns the columns with these names, in this order. */
  public Table select(String... names) {
    return new Table(cells, rows, find(names), fills, textFills);
  }

  /** Returns all columns except these. */
  public Table drop(String... names) {
    Set<Integer> gone = new HashSet<>();
    for (int column : find(names)) {
      gone.add(column);
    }
    int[] rest = Arrays.stream(columns).filter(c -> !gone.contains(c)).toArray();
    return new Table(cells, rows, rest, fills, textFills);
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
    return new Table(cells, chosen, columns, fills, textFills);
  }

  /** Returns rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Table range(int from, int to) {
    return rows(IntStream.range(from, to).toArray());
  }

  /** Returns the type of a column, determined from all of its values. */
  public ColumnType type(String name) {
    int column = find(name)[0];
    ColumnType type = ColumnType.EMPTY;
    for (int row : rows) {
      if (!cells.isMissing(row, column)) {
        if (!cells.isNumber(row, column)) {
          return ColumnType.TEXT;
        }
        double value = cells.number(row, column, null);
        if (value != (int) value) {
          type = ColumnType.NUMBER;
        } else if (type == ColumnType.EMPTY) {
          type = ColumnType.INTEGER;
        }
      }
    }
    return type;
  }

  /**
   * Returns columns as float32, shape {@code (rows, columns)}.
   *
   * @param names the columns, in this order; none for all columns of the table
   * @throws DataException if a column does not exist, or a value is missing, not a number, or too
   *     large for float32; the file, line and column are named
   */
  public Tensor floats(String... names) {
    int[] chosen = names.length == 0 ? columns : find(names);
    float[] data = new float[Math.multiplyExact(rows.length, chosen.length)];
    int at = 0;
    for (int row : rows) {
      for (int column : chosen) {
        double value = cells.number(row, column, fills[column]);
        data[at] = (float) value;
        // NaN passes: it can only come from an explicit fill.
        if (Float.isInfinite(data[at++])) {
          throw new DataException(
              cells.place(row, column)
                  + ": \""
                  + cells.string(row, column)
                  + "\" is too large for float32; hint: rescale the column");
        }
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
    int column = find(name)[0];
    return Arrays.stream(rows).mapToDouble(r -> cells.number(r, column, fills[column])).toArray();
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
    int column = find(name)[0];
    int[] data = new int[rows.length];
    for (int i = 0; i < data.length; i++) {
      double value = cells.number(rows[i], column, fills[column]);
      data[i] = (int) value;
      if (data[i] != value) {
        throw new DataException(
            cells.place(rows[i], column)
                + ": expected an integer in the range of int32, got \""
                + cells.string(rows[i], column)
                + "\"; hint: floats(\""
                + name
                + "\") reads fractions");
      }
    }
    return Tensor.ofInts(Shape.of(data.length), data);
  }

  /**
   * Returns a column as strings, with surrounding spaces removed.
   *
   * @throws DataException if the column does not exist, or a value is missing and no fill text was
   *     set: a missing label is not a separate class by default
   */
  public List<String> strings(String name) {
    int column = find(name)[0];
    List<String> values = new ArrayList<>(rows.length);
    for (int row : rows) {
      values.add(text(row, column));
    }
    return values;
  }

  private String text(int row, int column) {
    if (!cells.isMissing(row, column)) {
      return cells.string(row, column);
    }
    if (textFills[column] == null) {
      throw cells.missing(row, column);
    }
    return textFills[column];
  }

  /**
   * Returns a column of dates: {@code 2017}, {@code 2017-05}, {@code 2017-05-31}, {@code 2017-05-31
   * 18:30}, with seconds and fractions, or Unix seconds (UTC).
   *
   * @throws DataException if the column does not exist, or a value is missing or not a date; the
   *     line is named
   */
  public List<LocalDateTime> dates(String name) {
    return dates(name, "a date such as 2017-05-31 or 2017-05-31 18:30", DateParser::parse);
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
    return dates(name, "a date as " + pattern, text -> DateParser.parse(text, pattern));
  }

  private List<LocalDateTime> dates(
      String name, String expected, Function<String, LocalDateTime> parser) {
    int column = find(name)[0];
    List<LocalDateTime> dates = new ArrayList<>(rows.length);
    for (int row : rows) {
      String text = text(row, column);
      LocalDateTime date = parser.apply(text);
      if (date == null) {
        throw new DataException(
            "%s: expected %s, got \"%s\"; hint: dates(\"%s\", pattern) reads other formats"
                .formatted(cells.place(row, column), expected, text, name));
      }
      dates.add(date);
    }
    return dates;
  }

  /** Returns the number of missing values in a column, whether or not they are filled. */
  public int missing(String name) {
    int column = find(name)[0];
    return (int) Arrays.stream(rows).filter(row -> cells.isMissing(row, column)).count();
  }

  /** Returns the rows without missing values in these columns; in all columns if none are named. */
  public Table dropMissing(String... names) {
    int[] chosen = names.length == 0 ? columns : find(names);
    int[] whole =
        Arrays.stream(rows)
            .filter(row -> Arrays.stream(chosen).noneMatch(c -> cells.isMissing(row, c)))
            .toArray();
    return new Table(cells, whole, columns, fills, textFills);
  }

  /**
   * Replaces missing values of a column by this number. Compute it from the training rows only, for
   * example {@code test.fillMissing("age", train.median("age"))}.
   */
  public Table fillMissing(String name, double value) {
    Double[] changed = fills.clone();
    changed[find(name)[0]] = value;
    return new Table(cells, rows, columns, changed, textFills);
  }

  /**
   * Replaces missing values of a text column by this string: {@code ""} for an empty string, or a
   * name such as {@code "unknown"} for a separate class.
   */
  public Table fillMissing(String name, String text) {
    String[] changed = textFills.clone();
    changed[find(name)[0]] = Objects.requireNonNull(text, "text");
    return new Table(cells, rows, columns, fills, changed);
  }

  /** Replaces missing values of all columns by this number. */
  public Table fillMissing(double value) {
    Double[] changed = fills.clone();
    for (int column : columns) {
      changed[column] = value;
    }
    return new Table(cells, rows, columns, changed, textFills);
  }

  /** Returns the mean of the values of a column, ignoring missing values. */
  public double mean(String name) {
    return Arrays.stream(present(name)).average().getAsDouble();
  }

  /** Returns the median of the values of a column, ignoring missing values. */
  public double median(String name) {
    double[] values = present(name);
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  private double[] present(String name) {
    int column = find(name)[0];
    double[] values =
        Arrays.stream(rows)
            .filter(row -> !cells.isMissing(row, column))
            .mapToDouble(row -> cells.number(row, column, null))
            .toArray();
    if (values.length == 0) {
      throw new DataException(
          source() + ": column \"" + name + "\" has no values; every row is missing");
    }
    return values;
  }

  private int[] find(String... names) {
    int[] found = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      found[i] = -1;
      for (int column : columns) {
        if (cells.names.get(column).equals(names[i])) {
          found[i] = column;
        }
      }
      if (found[i] < 0) {
        throw cells.noColumn(names[i], columnNames());
      }
    }
    return found;
  }

  /** Formats as {@code wine.csv: 4898 rows x 12 columns [fixed acidity, ...]}. */
  @Override
  public String toString() {
    return source() + ": " + rows() + " rows x " + columns() + " columns " + columnNames();
  }
}
