// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.DataException;
import io.nyala.data.table.DatePattern;
import io.nyala.data.table.Table;
import io.nyala.features.layers.DatePart;
import io.nyala.features.layers.DateParts;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dates with their parts and the scales of these. */
final class LearnedDates implements Learned {
  private static final double TWO_WEEKS = 14;
  private static final double TWO_MONTHS = 60;

  private final DateFeature feature;
  private final int missing;
  private final DatePattern pattern;
  private final List<DatePart> parts = new ArrayList<>();
  private final List<DatePart> cycles = new ArrayList<>();
  private double[] centers;
  private double[] scales;

  private LearnedDates(DateFeature feature, int missing, DatePattern pattern) {
    this.feature = feature;
    this.missing = missing;
    this.pattern = pattern;
  }

  static LearnedDates fit(DateFeature feature, Table train) {
    List<String> texts = feature.texts(train).stream().filter(t -> !t.isEmpty()).toList();
    if (texts.isEmpty()) {
      throw new DataException(
          "%s: column \"%s\" has no dates in the training rows; leave the feature out"
              .formatted(train.source(), feature.name()));
    }
    DatePattern pattern =
        feature.pattern == null ? find(feature, texts, train) : DatePattern.of(feature.pattern);
    List<LocalDateTime> dates = new ArrayList<>(texts.size());
    for (String text : texts) {
      LocalDateTime date = pattern.parse(text);
      if (date == null) {
        throw new DataException(
            "%s, column \"%s\": expected %s, got \"%s\"; hint: date(\"%s\").pattern(...)"
                .formatted(train.source(), feature.name(), pattern, text, feature.name()));
      }
      dates.add(date);
    }
    LearnedDates learned = new LearnedDates(feature, train.rows() - texts.size(), pattern);
    learned.choose(dates);
    learned.scale(dates);
    return learned;
  }

  private static DatePattern find(DateFeature feature, List<String> texts, Table train) {
    Set<String> different = new LinkedHashSet<>(texts);
    return DatePattern.find(different)
        .orElseThrow(
            () ->
                new DataException(
                    "%s, column \"%s\": no usual form reads all dates, such as \"%s\"; hint: date(\"%s\").pattern(...)"
                        .formatted(train.source(), feature.name(), texts.get(0), feature.name())));
  }

  private void choose(List<LocalDateTime> dates) {
    if (feature.parts != null) {
      parts.addAll(feature.parts);
      cycles.addAll(feature.cycles);
      return;
    }
    parts.add(DatePart.DAYS);
    double first = dates.stream().mapToDouble(DatePart.DAYS::of).min().getAsDouble();
    double days = dates.stream().mapToDouble(DatePart.DAYS::of).max().getAsDouble() - first;
    if (days >= TWO_MONTHS) {
      cycles.add(DatePart.MONTH);
    }
    boolean months = dates.stream().allMatch(d -> d.getDayOfMonth() == 1);
    if (days >= TWO_WEEKS && !months) {
      cycles.add(DatePart.WEEKDAY);
    }
    if (dates.stream().anyMatch(d -> !d.toLocalTime().equals(LocalTime.MIDNIGHT))) {
      cycles.add(DatePart.HOUR);
    }
  }

  private void scale(List<LocalDateTime> dates) {
    centers = new double[parts.size()];
    scales = new double[parts.size()];
    for (int i = 0; i < centers.length; i++) {
      DatePart part = parts.get(i);
      double center = dates.stream().mapToDouble(part::of).average().getAsDouble();
      double variance =
          dates.stream()
              .mapToDouble(d -> (part.of(d) - center) * (part.of(d) - center))
              .average()
              .getAsDouble();
      centers[i] = center;
      scales[i] = variance > 0 ? Math.sqrt(variance) : 1;
    }
  }

  private boolean indicated() {
    return missing > 0 || feature.expected;
  }

  @Override
  public DType dtype() {
    return DType.STRING;
  }

  @Override
  public int missing() {
    return missing;
  }

  @Override
  public int width() {
    return parts.size() + 2 * cycles.size() + (indicated() ? 1 : 0);
  }

  @Override
  public String encoding() {
    return Stream.concat(
                parts.stream().map(LearnedDates::word),
                cycles.stream().map(cycle -> word(cycle) + " sin/cos"))
            .collect(Collectors.joining(", "))
        + (indicated() ? ", indicator" : "")
        + (pattern.pattern() == null ? "" : "; as " + pattern.pattern());
  }

  private static String word(DatePart part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public Tensor tensor(Table table) {
    return feature.textTensor(table);
  }

  @Override
  public void encode(Value input, Encoder encoder) {
    encoder.add(
        new DateParts(parts, cycles)
            .pattern(pattern.pattern())
            .scaled(centers, scales)
            .indicator(indicated())
            .named(encoder.unique(feature.inputName() + "_parts"))
            .apply(input));
  }
}
