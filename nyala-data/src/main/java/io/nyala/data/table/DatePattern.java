// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How dates are written: {@link #USUAL}, or a pattern for {@link DateTimeFormatter} such as {@code
 * dd/MM/yyyy HH:mm}. Immutable, for any number of threads.
 */
public final class DatePattern {
  /**
   * The forms of ISO 8601 and Unix time: {@code 2017}, {@code 2017-05}, {@code 2017-05-31}, {@code
   * 2017-05-31 18:30}, with seconds and fractions, or seconds since 1970 (UTC) in at least 9
   * digits. Omitted fields get their first value. An offset from UTC is applied, {@code Z} is left
   * out.
   */
  public static final DatePattern USUAL = new DatePattern(null);

  private static final int SHORTEST_UNIX = 9; // digits: dates since 1973

  /** Other patterns that are common in tables. */
  private static final List<String> COMMON =
      List.of(
          "d.M.yyyy",
          "M/d/yyyy",
          "d/M/yyyy",
          "d-M-yyyy",
          "yyyy/M/d",
          "yyyyMMdd",
          "d-MMM-yyyy",
          "d MMM yyyy",
          "MMM d, yyyy");

  private static final List<String> TIMES = List.of("", " H:mm", " H:mm:ss", " h:mm a");

  private final String pattern;
  private final DateTimeFormatter formatter;

  private DatePattern(String pattern) {
    this.pattern = pattern;
    // With the calendar year "u", wrong days such as 31.2. are refused.
    this.formatter =
        pattern == null
            ? null
            : DateTimeFormatter.ofPattern(calendarYear(pattern), Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
  }

  private static String calendarYear(String pattern) {
    StringBuilder changed = new StringBuilder(pattern);
    boolean literal = false;
    for (int i = 0; i < pattern.length(); i++) {
      literal ^= pattern.charAt(i) == '\'';
      if (!literal && pattern.charAt(i) == 'y') {
        changed.setCharAt(i, 'u');
      }
    }
    return changed.toString();
  }

  /**
   * Returns a pattern.
   *
   * @throws IllegalArgumentException if it is none of {@link DateTimeFormatter}
   */
  public static DatePattern of(String pattern) {
    return new DatePattern(Objects.requireNonNull(pattern, "pattern"));
  }

  /**
   * Returns the first of the usual forms and of some common patterns that reads all texts, if any.
   * Of {@code M/d/yyyy} and {@code d/M/yyyy}, the first is preferred where both read all texts.
   */
  public static Optional<DatePattern> find(Collection<String> texts) {
    Objects.requireNonNull(texts, "texts");
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    if (texts.stream().allMatch(t -> USUAL.parse(t) != null)) {
      return Optional.of(USUAL);
    }
    String first = texts.iterator().next();
    for (String day : COMMON) {
      for (String time : TIMES) {
        DatePattern candidate = of(day + time);
        if (candidate.parse(first) != null
            && texts.stream().allMatch(t -> candidate.parse(t) != null)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the pattern, or null for {@link #USUAL}. */
  public String pattern() {
    return pattern;
  }

  /** Returns the date, or null if the text is none in this form. Without a time, it is midnight. */
  public LocalDateTime parse(String text) {
    return formatter == null ? usual(text) : formatted(text);
  }

  private static LocalDateTime usual(String text) {
    int length = text.length();
    if (length < 4 || !isDigit(text.charAt(0))) {
      return null;
    }
    try {
      if (length >= SHORTEST_UNIX && text.chars().allMatch(c -> isDigit((char) c))) {
        return LocalDateTime.ofEpochSecond(Long.parseLong(text), 0, ZoneOffset.UTC);
      }
      return switch (length) {
        case 4 -> LocalDate.parse(text + "-01-01").atStartOfDay();
        case 7 -> LocalDate.parse(text + "-01").atStartOfDay();
        case 10 -> LocalDate.parse(text).atStartOfDay();
        default -> timed(text.replace(' ', 'T'));
      };
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static LocalDateTime timed(String text) {
    int end = text.length() - 1;
    if (text.charAt(end) == 'Z') {
      return LocalDateTime.parse(text.substring(0, end));
    }
    // "+02:00" after the time; a date alone has its last '-' before the 'T'
    int time = Math.max(0, text.indexOf('T'));
    return text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0
        ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
        : LocalDateTime.parse(text);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private LocalDateTime formatted(String text) {
    try {
      TemporalAccessor found = formatter.parse(text);
      LocalTime time = found.query(TemporalQueries.localTime());
      return LocalDate.from(found).atTime(time == null ? LocalTime.MIDNIGHT : time);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Returns the dates of a column. */
  List<LocalDateTime> dates(Filled column, int... rows) {
    List<LocalDateTime> dates = new ArrayList<>(rows.length);
    for (int row : rows) {
      String text = column.text(row);
      LocalDateTime date = parse(text);
      if (date == null) {
        throw new DataException(
            "%s: expected %s, got \"%s\"; hint: dates(\"%s\", pattern) reads other formats"
                .formatted(column.column().place(row), this, text, column.name()));
      }
      dates.add(date);
    }
    return dates;
  }

  /** Formats as an expectation: {@code a date as dd/MM/yyyy}. */
  @Override
  public String toString() {
    return pattern == null
        ? "a date such as 2017-05-31 or 2017-05-31 18:30"
        : "a date as " + pattern;
  }
}
