// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.data.table.DatePattern;
import io.nyala.data.table.Table;
import io.nyala.features.DateFeature;
import io.nyala.features.Feature;
import io.nyala.features.FeatureSpace;
import io.nyala.features.layers.DatePart;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What remains of the column by which rows are split: cycles such as months. How much time has
 * passed is no feature, because later rows are outside of what was learned.
 *
 * @param cycles the cycles that the training rows have seen whole
 */
record TimeFeature(String column, List<DatePart> cycles) {
  private static final long WEEKS = 14;
  private static final long YEAR = 365;

  /** Returns what remains; empty if the space has no feature of the column. */
  static Optional<TimeFeature> of(FeatureSpace space, Table train, String column) {
    Optional<Feature> feature =
        space.features().stream().filter(f -> f.name().equals(column)).findFirst();
    if (feature.isEmpty() || space.features().size() == 1) {
      return Optional.empty();
    }
    return Optional.of(
        new TimeFeature(
            column,
            feature.get() instanceof DateFeature ? cycles(dates(train, column)) : List.of()));
  }

  private static List<LocalDateTime> dates(Table train, String column) {
    List<String> texts = train.dropMissing(column).strings(column);
    DatePattern pattern = DatePattern.find(new HashSet<>(texts)).orElseThrow();
    return texts.stream().map(pattern::parse).sorted().toList();
  }

  private static List<DatePart> cycles(List<LocalDateTime> dates) {
    List<DatePart> cycles = new ArrayList<>();
    long days = Duration.between(dates.getFirst(), dates.getLast()).toDays();
    if (days >= YEAR) {
      cycles.add(DatePart.MONTH);
    }
    if (days >= WEEKS) {
      cycles.add(DatePart.WEEKDAY);
    }
    if (dates.stream().anyMatch(date -> !date.toLocalTime().equals(LocalTime.MIDNIGHT))) {
      cycles.add(DatePart.HOUR);
    }
    return cycles;
  }

  FeatureSpace change(FeatureSpace space) {
    return cycles.isEmpty()
        ? space.without(column)
        : space.with(Feature.date(column).cyclic(cycles.toArray(DatePart[]::new)));
  }

  /** Returns the code of {@link #change}. */
  String code() {
    String literal = Literals.of(column);
    return cycles.isEmpty()
        ? ".without(%s)".formatted(literal)
        : ".with(date(%s).cyclic(%s))"
            .formatted(
                literal,
                cycles.stream().map(c -> "DatePart." + c.name()).collect(Collectors.joining(", ")));
  }

  AutoDecision decision() {
    return new AutoDecision(
        "time",
        cycles.isEmpty()
            ? "\"" + column + "\" is no feature"
            : "of \"%s\" only cycles are features: %s"
                .formatted(
                    column,
                    cycles.stream()
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))),
        "later times are outside of what the training rows can teach");
  }
}
