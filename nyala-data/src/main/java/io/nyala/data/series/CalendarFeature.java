// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import java.time.LocalDateTime;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A cycle of the calendar, as two columns: the sine and the cosine of the angle, so that the end of
 * a cycle is next to its beginning. The columns of {@code HOUR} are {@code hour_sin} and {@code
 * hour_cos}.
 */
public enum CalendarFeature {
  /** The time of day, with minutes and seconds; a cycle is 24 hours. */
  HOUR(time -> time.toLocalTime().toSecondOfDay() / 86_400.0),
  /** The day of the week, starting with Monday; a cycle is 7 days. */
  WEEKDAY(time -> (time.getDayOfWeek().getValue() - 1) / 7.0),
  /** The month, starting with January; a cycle is 12 months. */
  MONTH(time -> (time.getMonthValue() - 1) / 12.0),
  /** The day of the year, starting with 1 January; a cycle is 365 or 366 days. */
  DAY_OF_YEAR(time -> (time.getDayOfYear() - 1.0) / time.toLocalDate().lengthOfYear());

  private final ToDoubleFunction<LocalDateTime> turns;

  CalendarFeature(ToDoubleFunction<LocalDateTime> turns) {
    this.turns = turns;
  }

  /** Returns the name that stands for both columns, for example {@code hour}. */
  public String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sinColumn() {
    return columnName() + "_sin";
  }

  String cosColumn() {
    return columnName() + "_cos";
  }

  double sin(LocalDateTime time) {
    return Math.sin(2 * Math.PI * turns.applyAsDouble(time));
  }

  double cos(LocalDateTime time) {
    return Math.cos(2 * Math.PI * turns.applyAsDouble(time));
  }
}
