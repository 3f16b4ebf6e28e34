// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import io.nyala.data.table.Table;
import io.nyala.tensor.Tensor;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A series of times, each with a number, oldest first. */
public final class TimeSeries {
  private final String name;
  private final List<LocalDateTime> times;
  private final double[] values;

  /**
   * Creates a series.
   *
   * @param name the name of the measured quantity
   * @param times the times, in strictly ascending order
   * @param values the values, one for each time
   * @throws DataException if the numbers of times and values differ, a time is not later than the
   *     one before it, or a value is not finite
   */
  public TimeSeries(String name, List<LocalDateTime> times, double[] values) {
    if (times.size() != values.length) {
      throw new DataException(
          "series %s: %d times and %d values".formatted(name, times.size(), values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0 && !times.get(i).isAfter(times.get(i - 1))) {
        throw new DataException(
            "series %s: %s (row %d) follows %s; hint: sort by time and drop duplicates"
                .formatted(name, times.get(i), i + 1, times.get(i - 1)));
      }
      if (!Double.isFinite(values[i])) {
        throw new DataException(
            "series %s: the value of %s is %s; hint: fill or drop it first"
                .formatted(name, times.get(i), values[i]));
      }
    }
    this.name = name;
    this.times = List.copyOf(times);
    this.values = values.clone();
  }

  /**
   * Creates a series from two columns of a table.
   *
   * @param table rows from oldest to newest
   * @param times the name of the date column, in a format supported by {@link Table#dates(String)}
   * @param values the name of the number column
   * @throws DataException if a date or number cannot be read; file, line and value are named
   */
  public static TimeSeries of(Table table, String times, String values) {
    return new TimeSeries(values, table.dates(times), table.doubles(values));
  }

  /** Returns the name of the measured quantity. */
  public String name() {
    return name;
  }

  /** Returns the number of values. */
  public int size() {
    return values.length;
  }

  /** Returns the times, oldest first. */
  public List<LocalDateTime> times() {
    return times;
  }

  /** Returns a copy of the values. */
  public double[] values() {
    return values.clone();
  }

  /** Returns the values as float32 {@code (size,)}. */
  public Tensor tensor() {
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values[i];
    }
    return Tensor.vector(data);
  }

  /**
   * Returns the values from position {@code from} (inclusive) to {@code to} (exclusive), starting
   * at 0.
   */
  public TimeSeries range(int from, int to) {
    return new TimeSeries(name, times.subList(from, to), Arrays.copyOfRange(values, from, to));
  }

  /** Returns the part before midnight at the start of a day. */
  public TimeSeries before(LocalDate day) {
    return range(0, firstFrom(day.atStartOfDay()));
  }

  /** Returns the part from midnight at the start of a day onwards. */
  public TimeSeries from(LocalDate day) {
    return range(firstFrom(day.atStartOfDay()), size());
  }

  /** Returns the part from the first day (inclusive) to the last day (exclusive). */
  public TimeSeries between(LocalDate first, LocalDate last) {
    return from(first).before(last);
  }

  private int firstFrom(LocalDateTime time) {
    int i = 0;
    while (i < times.size() && times.get(i).isBefore(time)) {
      i++;
    }
    return i;
  }

  /**
   * Returns the gaps where steps are missing. The regular step is the most frequent distance
   * between neighbours, the shortest in case of ties; months, quarters and years count as regular.
   */
  public List<Gap> gaps() {
    return Steps.of(times).gaps(times);
  }

  /** Formats as {@code Temp: 3,650 values, 1981-01-01 to 1990-12-31}. */
  @Override
  public String toString() {
    return values.length == 0
        ? name + ": no values"
        : String.format(
            Locale.ROOT,
            "%s: %,d values, %s to %s",
            name,
            size(),
            text(times.getFirst()),
            text(times.getLast()));
  }

  /** Formats a time: only the date if it is midnight, as in daily series. */
  static String text(LocalDateTime time) {
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.toLocalDate().toString()
        : time.toString();
  }
}
