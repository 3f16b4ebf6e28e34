// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import io.nyala.data.table.Table;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Several series over the same times: named columns of numbers, oldest row first. Immutable;
 * methods that change something return a new table.
 *
 * <p>Columns may follow from the times, such as those of {@link #calendar} and {@link #holidays}.
 * Their rules are kept, so that {@link #next} knows them for the future too.
 */
public final class SeriesTable {
  private final List<LocalDateTime> times;
  private final Map<String, double[]> columns;
  private final Map<String, ToDoubleFunction<LocalDateTime>> rules;

  private SeriesTable(
      List<LocalDateTime> times,
      Map<String, double[]> columns,
      Map<String, ToDoubleFunction<LocalDateTime>> rules) {
    this.times = times;
    this.columns = columns;
    this.rules = rules;
  }

  /**
   * Creates a series without columns; add them by {@link #with(String, double...)}.
   *
   * @param times the times, in strictly ascending order
   * @throws DataException if a time is not later than the one before it
   */
  public static SeriesTable of(List<LocalDateTime> times) {
    for (int i = 1; i < times.size(); i++) {
      if (!times.get(i).isAfter(times.get(i - 1))) {
        throw new DataException(
            "series: %s (row %d) follows %s; hint: sort by time and drop duplicates"
                .formatted(times.get(i), i + 1, times.get(i - 1)));
      }
    }
    return new SeriesTable(List.copyOf(times), Map.of(), Map.of());
  }

  /**
   * Creates a series from a table.
   *
   * @param table rows from oldest to newest
   * @param time the name of the date column, in a format supported by {@link Table#dates(String)}
   * @param columns the names of the number columns; none for all columns but {@code time}
   * @throws DataException if a date or number cannot be read, or is missing; file, line and value
   *     are named
   */
  public static SeriesTable of(Table table, String time, String... columns) {
    SeriesTable series = of(table.dates(time));
    List<String> chosen = columns.length > 0 ? List.of(columns) : table.drop(time).columnNames();
    for (String name : chosen) {
      series = series.with(name, table.doubles(name));
    }
    return series;
  }

  /**
   * Returns this series with another column, or with a column replaced.
   *
   * @param name the name of the column
   * @param values a value for each time
   * @throws DataException if there are more or fewer values than times, or one is not finite
   */
  public SeriesTable with(String name, double... values) {
    if (values.length != size()) {
      throw new DataException(
          "series %s: %d times and %d values".formatted(name, size(), values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new DataException(
            "series %s: the value of %s is %s; hint: fill or drop it first"
                .formatted(name, times.get(i), values[i]));
      }
    }
    Map<String, double[]> more = new LinkedHashMap<>(columns);
    more.put(name, values.clone());
    Map<String, ToDoubleFunction<LocalDateTime>> rest = new LinkedHashMap<>(rules);
    rest.remove(name);
    return new SeriesTable(times, more, rest);
  }

  /**
   * Returns this series with another column that follows from the time.
   *
   * @param name the name of the column
   * @param rule returns the value for a time, also for future times
   * @throws DataException if a value is not finite
   */
  public SeriesTable with(String name, ToDoubleFunction<LocalDateTime> rule) {
    SeriesTable table = with(name, times.stream().mapToDouble(rule).toArray());
    table.rules.put(name, rule);
    return table;
  }

  /** Returns this series with the sine and cosine of these cycles of the calendar as columns. */
  public SeriesTable calendar(CalendarFeature... features) {
    SeriesTable table = this;
    for (CalendarFeature feature : features) {
      table = table.with(feature.sinColumn(), feature::sin).with(feature.cosColumn(), feature::cos);
    }
    return table;
  }

  /**
   * Returns this series with a column {@code holiday}: 1 on these days, 0 on others. Include the
   * days of the forecasts.
   */
  public SeriesTable holidays(Collection<LocalDate> days) {
    Set<LocalDate> free = Set.copyOf(days);
    return with("holiday", time -> free.contains(time.toLocalDate()) ? 1 : 0);
  }

  /** Returns the number of rows. */
  public int size() {
    return times.size();
  }

  /** Returns the times, oldest first. */
  public List<LocalDateTime> times() {
    return times;
  }

  /** Returns the names of the columns, in order. */
  public List<String> columnNames() {
    return List.copyOf(columns.keySet());
  }

  /**
   * Returns a copy of a column.
   *
   * @throws DataException if there is no such column
   */
  public double[] values(String name) {
    return column(name).clone();
  }

  /**
   * Returns a column with its times.
   *
   * @throws DataException if there is no such column
   */
  public TimeSeries series(String name) {
    return new TimeSeries(name, times, column(name));
  }

  /**
   * Returns columns as float32 {@code (rows, columns)}.
   *
   * @param names the columns, in this order; none for all
   * @throws DataException if there is no such column
   */
  public Tensor tensor(String... names) {
    List<String> chosen = names.length > 0 ? expand(names) : columnNames();
    float[] data = new float[Math.multiplyExact(size(), chosen.size())];
    for (int c = 0; c < chosen.size(); c++) {
      double[] from = column(chosen.get(c));
      for (int row = 0; row < from.length; row++) {
        data[row * chosen.size() + c] = (float) from[row];
      }
    }
    return Tensor.of(Shape.of(size(), chosen.size()), data);
  }

  private double[] column(String name) {
    double[] values = columns.get(name);
    if (values == null) {
      throw new DataException(
          "series: no column \"%s\"; the columns are %s".formatted(name, columns.keySet()));
    }
    return values;
  }

  /**
   * Returns the names of columns, with the names of both columns for a {@link CalendarFeature}.
   *
   * @throws DataException if there is no such column
   */
  public List<String> expand(String... names) {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      if (!columns.containsKey(name) && columns.containsKey(name + "_sin")) {
        all.add(name + "_sin");
        all.add(name + "_cos");
      } else {
        all.add(name);
      }
    }
    all.forEach(this::column);
    return all;
  }

  /**
   * Returns the rows from position {@code from} (inclusive) to {@code to} (exclusive), starting at
   * 0.
   */
  public SeriesTable range(int from, int to) {
    Map<String, double[]> part = new LinkedHashMap<>();
    columns.forEach((name, values) -> part.put(name, Arrays.copyOfRange(values, from, to)));
    return new SeriesTable(List.copyOf(times.subList(from, to)), part, rules);
  }

  /** Returns the part before midnight at the start of a day. */
  public SeriesTable before(LocalDate day) {
    return range(0, firstFrom(day));
  }

  /** Returns the part from midnight at the start of a day onwards. */
  public SeriesTable from(LocalDate day) {
    return range(firstFrom(day), size());
  }

  private int firstFrom(LocalDate day) {
    return (int) times.stream().takeWhile(time -> time.isBefore(day.atStartOfDay())).count();
  }

  /**
   * Splits by time: the last rows are the test part, those before it the validation part.
   *
   * @param validation the share of rows for validation, for example 0.15
   * @param test the share of rows for the test
   * @throws DataException if a share is negative, or no row is left for training
   */
  public SeriesSplit split(double validation, double test) {
    int last = (int) Math.round(test * size());
    int middle = (int) Math.round(validation * size());
    if (!(validation >= 0 && test >= 0) || last + middle >= size()) {
      throw new DataException(
          "split: shares %s and %s leave nothing of %d rows for training"
              .formatted(validation, test, size()));
    }
    int train = size() - last - middle;
    return new SeriesSplit(
        range(0, train), range(train, size() - last), range(size() - last, size()));
  }

  /**
   * Splits by time at two days.
   *
   * @param validation the first day of the validation part
   * @param test the first day of the test part
   * @throws DataException if they are not in ascending order, or no row is left for training
   */
  public SeriesSplit split(LocalDate validation, LocalDate test) {
    int middle = firstFrom(validation);
    if (!validation.isBefore(test) || middle == 0) {
      throw new DataException(
          "split: expected two days in ascending order after the first row, got %s and %s for %s"
              .formatted(validation, test, this));
    }
    return new SeriesSplit(
        range(0, middle), range(middle, firstFrom(test)), range(firstFrom(test), size()));
  }

  /**
   * Returns the rows that follow the last one, at the regular step (see {@link TimeSeries#gaps}).
   * They have the columns that follow from the times; add others by {@link #with(String,
   * double...)}.
   *
   * @param steps the number of rows
   * @throws DataException if there are fewer than two rows
   */
  public SeriesTable next(int steps) {
    if (size() < 2) {
      throw new DataException("next: a series of %d rows has no regular step".formatted(size()));
    }
    SeriesTable future = of(Steps.of(times).next(times, steps));
    for (var rule : rules.entrySet()) {
      future = future.with(rule.getKey(), rule.getValue());
    }
    return future;
  }

  /** Returns the gaps where rows are missing; see {@link TimeSeries#gaps}. */
  public List<Gap> gaps() {
    return Steps.of(times).gaps(times);
  }

  /**
   * Plans windows for a forecast. This part of the series should be the training part: scalers
   * learn from it.
   *
   * @param past the number of past rows in a window
   * @param ahead the number of rows to forecast
   * @throws DataException if one of them is below 1
   */
  public SeriesWindows windows(int past, int ahead) {
    return SeriesWindows.of(this, past, ahead);
  }

  /** Formats as {@code load, holiday: 8,760 rows, 2017-01-01 to 2017-12-31T23:00}. */
  @Override
  public String toString() {
    String names = columns.isEmpty() ? "no columns" : String.join(", ", columns.keySet());
    return size() == 0
        ? names + ": no rows"
        : String.format(
            Locale.ROOT,
            "%s: %,d rows, %s to %s",
            names,
            size(),
            TimeSeries.text(times.getFirst()),
            TimeSeries.text(times.getLast()));
  }
}
