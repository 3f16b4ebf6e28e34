// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses dates: the usual ISO 8601 formats and Unix seconds, or a pattern. */
final class DateParser {
  private static final int SHORTEST_UNIX = 9; // digits: dates since 1973

  private DateParser() {}

  /**
   * Returns the dates of a column.
   *
   * @param pattern the pattern, or null for the usual formats
   */
  static List<LocalDateTime> dates(Filled column, int[] rows, String pattern) {
    List<LocalDateTime> dates = new ArrayList<>(rows.length);
    for (int row : rows) {
      String text = column.text(row);
      LocalDateTime date = pattern == null ? parse(text) : parse(text, pattern);
      if (date == null) {
        throw new DataException(
            "%s: expected %s, got \"%s\"; hint: dates(\"%s\", pattern) reads other formats"
                .formatted(
                    column.column().place(row),
                    pattern == null
                        ? "a date such as 2017-05-31 or 2017-05-31 18:30"
                        : "a date as " + pattern,
                    text,
                    column.name()));
      }
      dates.add(date);
    }
    return dates;
  }

  /** Returns the date, or null if it is not a date. Omitted fields get their first value. */
  static LocalDateTime parse(String text) {
    try {
      boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
      if (digits && text.length() >= SHORTEST_UNIX) {
        return LocalDateTime.ofEpochSecond(Long.parseLong(text), 0, ZoneOffset.UTC);
      }
      return switch (text.length()) {
        case 4 -> LocalDate.parse(text + "-01-01").atStartOfDay();
        case 7 -> LocalDate.parse(text + "-01").atStartOfDay();
        case 10 -> LocalDate.parse(text).atStartOfDay();
        default -> LocalDateTime.parse(text.replace(' ', 'T').replaceFirst("Z$", ""));
      };
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  /** Returns the date, or null if it does not follow the pattern; without a time, midnight. */
  static LocalDateTime parse(String text, String pattern) {
    try {
      TemporalAccessor found = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).parse(text);
      LocalTime time = found.query(TemporalQueries.localTime());
      return LocalDate.from(found).atTime(time == null ? LocalTime.MIDNIGHT : time);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
