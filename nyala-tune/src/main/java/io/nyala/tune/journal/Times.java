// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times in Optuna's format: UTC without a zone, to the microsecond, such as {@code
 * 2026-03-01T09:05:00.000120}. This class exists because general formatters take longer than the
 * rest of a short trial.
 */
final class Times {
  private static final int DATE = 10;
  private static final int MICROS = 6;
  private static final int NANOS = 1000;

  private Times() {}

  static String now() {
    return format(Instant.now());
  }

  static String format(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(26).append(time.toLocalDate()).append('T');
    pad(text, time.getHour(), 2).append(':');
    pad(text, time.getMinute(), 2).append(':');
    pad(text, time.getSecond(), 2).append('.');
    return pad(text, time.getNano() / NANOS, MICROS).toString();
  }

  private static StringBuilder pad(StringBuilder text, int value, int digits) {
    String number = Integer.toString(value);
    for (int i = number.length(); i < digits; i++) {
      text.append('0');
    }
    return text.append(number);
  }

  /**
   * Parses times written by {@link #format} or Python, possibly with fewer digits, or with the zone
   * UTC.
   */
  static Instant parse(String text) {
    LocalDateTime time =
        digitsOnly(text)
            ? ofDigits(text)
            : LocalDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME);
    return time.toInstant(ZoneOffset.UTC);
  }

  private static boolean digitsOnly(String text) {
    String form = "0000-00-00T00:00:00.000000";
    if (text.length() != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = text.charAt(i);
      if (form.charAt(i) == '0' ? c < '0' || c > '9' : c != form.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static LocalDateTime ofDigits(String text) {
    return LocalDateTime.of(
        number(text, 0, 4),
        number(text, 5, 7),
        number(text, 8, DATE),
        number(text, 11, 13),
        number(text, 14, 16),
        number(text, 17, 19),
        number(text, 20, 26) * NANOS);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
