// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.plot.Axis.Tick;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** An axis of dates or times of day, with ticks where people expect them. */
final class TimeAxis {
  private static final int MOST_TICKS = 9;
  private static final String CLOCK = "HH:mm";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

  /**
   * A distance of ticks.
   *
   * @param round returns the last round time not after a time
   * @param next returns the round time after one
   * @param format the format of the ticks
   */
  private record Step(
      UnaryOperator<LocalDateTime> round, UnaryOperator<LocalDateTime> next, String format) {}

  private TimeAxis() {}

  static double seconds(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) + time.getNano() / 1e9;
  }

  /**
   * Returns an axis over times in ascending order; its title names the year if there is but one.
   */
  static Axis over(List<LocalDateTime> times) {
    if (times.isEmpty()) {
      return Axis.unit("time");
    }
    LocalDateTime first = times.getFirst();
    LocalDateTime last = times.getLast();
    if (!last.isAfter(first)) {
      last = first.plusDays(1);
    }
    List<Tick> ticks = List.of();
    String title = "";
    for (Step step : steps()) {
      ticks = ticks(step, first, last);
      title = title(step, first, last);
      if (ticks.size() <= MOST_TICKS) {
        break;
      }
    }
    return new Axis(title, seconds(first), seconds(last), ticks, false);
  }

  private static List<Tick> ticks(Step step, LocalDateTime first, LocalDateTime last) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern(step.format(), Locale.ENGLISH);
    List<Tick> ticks = new ArrayList<>();
    LocalDateTime at = step.round().apply(first);
    for (; !at.isAfter(last) && ticks.size() <= MOST_TICKS; at = step.next().apply(at)) {
      if (!at.isBefore(first)) {
        boolean midnight =
            step.format().equals(CLOCK) && at.toLocalTime().equals(LocalTime.MIDNIGHT);
        ticks.add(new Tick(seconds(at), (midnight ? DAY : format).format(at)));
      }
    }
    return ticks;
  }

  /** Says of days what their ticks do not. */
  private static String title(Step step, LocalDateTime first, LocalDateTime last) {
    if (step.format().contains("yyyy")) {
      return "date";
    }
    boolean clock = step.format().equals(CLOCK);
    if (clock && first.toLocalDate().equals(last.toLocalDate())) {
      return "time on " + DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).format(first);
    }
    String years =
        first.getYear() == last.getYear()
            ? String.valueOf(first.getYear())
            : first.getYear() + " to " + last.getYear();
    return (clock ? "time, " : "date, ") + years;
  }

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int minutes : new int[] {1, 5, 15, 30}) {
      steps.add(
          new Step(
              t -> t.truncatedTo(ChronoUnit.HOURS).plusMinutes(t.getMinute() / minutes * minutes),
              t -> t.plusMinutes(minutes),
              CLOCK));
    }
    for (int hours : new int[] {1, 3, 6, 12}) {
      steps.add(
          new Step(
              t -> t.truncatedTo(ChronoUnit.DAYS).plusHours(t.getHour() / hours * hours),
              t -> t.plusHours(hours),
              CLOCK));
    }
    for (int days : new int[] {1, 2, 7, 14}) {
      steps.add(new Step(t -> t.truncatedTo(ChronoUnit.DAYS), t -> t.plusDays(days), "d MMM"));
    }
    for (int months : new int[] {1, 2, 3, 6}) {
      steps.add(
          new Step(
              t ->
                  t.truncatedTo(ChronoUnit.DAYS)
                      .withDayOfMonth(1)
                      .withMonth((t.getMonthValue() - 1) / months * months + 1),
              t -> t.plusMonths(months),
              "MMM yyyy"));
    }
    for (int years = 1; years <= 1000; years *= 10) {
      for (int factor : new int[] {1, 2, 5}) {
        int each = years * factor;
        steps.add(
            new Step(
                t ->
                    t.truncatedTo(ChronoUnit.DAYS)
                        .withDayOfYear(1)
                        .withYear(Math.floorDiv(t.getYear(), each) * each),
                t -> t.plusYears(each),
                "yyyy"));
      }
    }
    return steps;
  }
}
