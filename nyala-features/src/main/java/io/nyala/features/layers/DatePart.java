// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoField;

/** A number that is computed from a date. */
public enum DatePart {
  /** Days since 1970-01-01, with the time as a fraction: for trends. */
  DAYS(0),
  /** The year. */
  YEAR(0),
  /** The month, 1 to 12. */
  MONTH(12),
  /** The day of the month, 1 to 31. */
  DAY(31),
  /** The day of the year, 1 to 366. */
  YEAR_DAY(365.25),
  /** The day of the week, 1 (Monday) to 7. */
  WEEKDAY(7),
  /** The hour of the day with the minutes as a fraction, 0 to below 24. */
  HOUR(24),
  /** The minute of the hour, 0 to 59. */
  MINUTE(60);

  private static final double DAY_SECONDS = 86_400;
  private static final double HOUR_SECONDS = 3_600;

  private final double period;

  DatePart(double period) {
    this.period = period;
  }

  /** Returns after how many units the part begins again, or 0 if it never does. */
  public double period() {
    return period;
  }

  /** Returns the part of a date. */
  public double of(LocalDateTime date) {
    LocalTime time = date.toLocalTime();
    return switch (this) {
      case DAYS -> date.toLocalDate().toEpochDay() + time.toSecondOfDay() / DAY_SECONDS;
      case YEAR -> date.getYear();
      case MONTH -> date.getMonthValue();
      case DAY -> date.getDayOfMonth();
      case YEAR_DAY -> date.getDayOfYear();
      case WEEKDAY -> date.get(ChronoField.DAY_OF_WEEK);
      case HOUR -> time.toSecondOfDay() / HOUR_SECONDS;
      case MINUTE -> time.getMinute();
    };
  }
}
