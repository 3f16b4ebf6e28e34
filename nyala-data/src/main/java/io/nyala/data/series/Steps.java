// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The regular step of a series: the most frequent distance between neighbours, the shortest in case
 * of ties.
 *
 * @param usual the distance
 * @param months the distance in months if it is a month, quarter, half-year or year, otherwise 0
 */
record Steps(Duration usual, int months) {
  static Steps of(List<LocalDateTime> times) {
    Map<Duration, Integer> counts = new HashMap<>();
    for (int i = 1; i < times.size(); i++) {
      Duration step = Duration.between(times.get(i - 1), times.get(i));
      int months = months(step);
      counts.merge(months > 0 ? Duration.ofDays(30L * months) : step, 1, Integer::sum);
    }
    Duration usual =
        counts.entrySet().stream()
            .max(
                Map.Entry.<Duration, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .orElse(Duration.ZERO);
    return new Steps(usual, months(usual));
  }

  /** Returns the months of a step whose length varies with the calendar. */
  private static int months(Duration step) {
    long days = step.toDays();
    if (days >= 28 && days <= 31) {
      return 1;
    }
    if (days >= 89 && days <= 92) {
      return 3;
    }
    if (days >= 180 && days <= 184) {
      return 6;
    }
    return days >= 360 && days <= 366 ? 12 : 0;
  }

  List<Gap> gaps(List<LocalDateTime> times) {
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      int missing = missing(times.get(i - 1), times.get(i));
      if (missing > 0) {
        gaps.add(new Gap(times.get(i - 1), times.get(i), missing));
      }
    }
    return gaps;
  }

  /** Returns the number of steps missing between neighbours. */
  int missing(LocalDateTime before, LocalDateTime after) {
    double steps =
        months > 0
            ? (double) ChronoUnit.MONTHS.between(before.withDayOfMonth(1), after.withDayOfMonth(1))
                / months
            : (double) Duration.between(before, after).toMillis() / usual.toMillis();
    return (int) Math.max(0, Math.round(steps) - 1);
  }

  /** Returns the times that follow the last one; month ends are followed by month ends. */
  List<LocalDateTime> next(List<LocalDateTime> times, int n) {
    LocalDateTime last = times.getLast();
    boolean ends = months > 0 && times.stream().allMatch(Steps::isMonthEnd);
    List<LocalDateTime> next = new ArrayList<>(n);
    for (int i = 1; i <= n; i++) {
      LocalDateTime time =
          months > 0 ? last.plusMonths((long) i * months) : last.plus(usual.multipliedBy(i));
      next.add(ends ? time.with(TemporalAdjusters.lastDayOfMonth()) : time);
    }
    return next;
  }

  private static boolean isMonthEnd(LocalDateTime time) {
    return time.getDayOfMonth() == time.toLocalDate().lengthOfMonth();
  }
}
