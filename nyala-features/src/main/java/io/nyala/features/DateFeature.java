// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.DatePattern;
import io.nyala.data.table.Table;
import io.nyala.features.layers.DatePart;
import io.nyala.settings.Arguments;
import java.util.List;

/**
 * Dates, given to the model as they are written. Unless parts are chosen, they depend on the
 * training rows: the days as a trend, and as cycles the month if there are several, the weekday if
 * there are two weeks or more and not only first days of a month, and the hour if there are times.
 * Missing dates, if there are any in the training rows, are indicated.
 */
public final class DateFeature extends Feature {
  final String pattern;

  /** The chosen parts, or null. */
  final List<DatePart> parts;

  final List<DatePart> cycles;

  /** Whether missing dates are expected even if no training row has one. */
  final boolean expected;

  DateFeature(String name) {
    this(name, null, null, null, false);
  }

  private DateFeature(
      String name, String pattern, List<DatePart> parts, List<DatePart> cycles, boolean expected) {
    super(name);
    this.pattern = pattern;
    this.parts = parts;
    this.cycles = cycles;
    this.expected = expected;
  }

  /**
   * Sets how dates are written, for example {@code d.M.yyyy H:mm}. By default, the forms of ISO
   * 8601, or else a common pattern that reads all training rows.
   */
  public DateFeature pattern(String newPattern) {
    DatePattern.of(newPattern); // checks
    return new DateFeature(name(), newPattern, parts, cycles, expected);
  }

  /** Chooses the parts to give as standardized numbers. */
  public DateFeature parts(DatePart... which) {
    return new DateFeature(
        name(),
        pattern,
        Arguments.eachGiven("parts", which),
        cycles == null ? List.of() : cycles,
        expected);
  }

  /**
   * Chooses the parts to give as sine and cosine, so that the end of a cycle is next to its start.
   *
   * @throws IllegalArgumentException if a part is not periodic
   */
  public DateFeature cyclic(DatePart... which) {
    for (DatePart part : Arguments.eachGiven("cycles", which)) {
      if (part.period() == 0) {
        throw new IllegalArgumentException(
            "%s: %s is not periodic; give it with parts(...)".formatted(this, part));
      }
    }
    return new DateFeature(
        name(), pattern, parts == null ? List.of() : parts, List.of(which), expected);
  }

  /** Prepares the model for missing dates, also if no training row has one. */
  public DateFeature expectMissing() {
    return new DateFeature(name(), pattern, parts, cycles, true);
  }

  @Override
  String kind() {
    return "date";
  }

  @Override
  Learned fit(Table train) {
    return LearnedDates.fit(this, train);
  }
}
