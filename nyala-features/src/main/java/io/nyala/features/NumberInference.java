// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.Feature.bool;
import static io.nyala.features.Feature.categorical;
import static io.nyala.features.Feature.date;
import static io.nyala.features.Feature.numeric;

import io.nyala.data.table.ColumnType;
import io.nyala.data.table.DatePattern;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** Proposes features for columns of numbers. */
final class NumberInference {
  /** Fewer rows say little about whether numbers are row numbers. */
  private static final int ENOUGH_ROWS = 20;

  private static final int MANY_ROWS = 100;
  private static final double MOST_GAPS = 2;

  private static final double SKEWED = 2;
  private static final double HEAVY_TAILS = 5;
  private static final int MOST_CODES = 1000;
  private static final int FEW = 10;
  private static final String DAY_PATTERN = "yyyyMMdd";

  private static final Pattern ID = Pattern.compile("(^|.*[_ .-])(id|key|index|uuid|guid)$");
  private static final Pattern ROW_NUMBER = Pattern.compile("(unnamed: \\d+|index|row|nr|no)");
  private static final Pattern CODE =
      Pattern.compile(
          "(^|.*[_ .-])(code|zip|plz|postcode|postal|type|category|class|kind|group)s?");
  private static final Pattern TIME = Pattern.compile(".*(time|date|day|stamp|_at$| at$).*");

  private NumberInference() {}

  static Inference.Proposal propose(ColumnFacts f) {
    boolean whole = f.type == ColumnType.INTEGER;
    String name = words(f.name);
    boolean allDifferent = f.distinctNumbers() == f.count;
    if (f.distinctNumbers() == 1) {
      return Inference.Proposal.leaveOut("always " + f.example());
    }
    if (whole && allDifferent && f.count >= ENOUGH_ROWS) {
      double range = f.max() - f.min() + 1;
      // Training rows are often drawn from a table, which leaves gaps.
      if (range == f.count || f.count >= MANY_ROWS && range <= MOST_GAPS * f.count) {
        return Inference.Proposal.leaveOut("consecutive numbers, all different: a row number");
      }
      if (ID.matcher(name).matches() || ROW_NUMBER.matcher(name).matches()) {
        return Inference.Proposal.leaveOut("an identifier by its name, all different");
      }
    }
    if (f.distinctNumbers() == 2 && f.min() == 0 && f.max() == 1) {
      return new Inference.Proposal(bool(f.name), "0 or 1");
    }
    if (whole && areDays(f)) {
      return new Inference.Proposal(date(f.name).pattern(DAY_PATTERN), "dates as " + DAY_PATTERN);
    }
    if (whole && TIME.matcher(name).matches() && areSeconds(f)) {
      return new Inference.Proposal(date(f.name), "seconds since 1970, by name and range");
    }
    if (whole && !allDifferent && (CODE.matcher(name).matches() || ID.matcher(name).matches())) {
      return f.distinct() <= MOST_CODES
          ? TextInference.categories(f, "a code by its name")
          : new Inference.Proposal(
              categorical(f.name).hashed(TextInference.BINS),
              "a code by its name, %,d different".formatted(f.distinct()));
    }
    return numbers(f, whole);
  }

  private static Inference.Proposal numbers(ColumnFacts f, boolean whole) {
    double skewness = f.skewness();
    String what = whole ? "whole numbers" : "numbers";
    if (whole && f.distinctNumbers() <= FEW) {
      what += ", %d different; if codes: categorical".formatted(f.distinctNumbers());
    }
    if (f.min() >= 0 && skewness > SKEWED) {
      return new Inference.Proposal(
          numeric(f.name).log(), "%s, skewed (%.1f)".formatted(what, skewness));
    }
    if (Math.abs(skewness) > HEAVY_TAILS) {
      return new Inference.Proposal(
          numeric(f.name).robust(), "%s with outliers (skewness %.1f)".formatted(what, skewness));
    }
    return new Inference.Proposal(numeric(f.name), what);
  }

  /** Returns a name in lower case, with {@code userId} as {@code user_id}. */
  private static String words(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static boolean areDays(ColumnFacts f) {
    DatePattern pattern = DatePattern.of(DAY_PATTERN);
    return f.min() >= 1900_01_01
        && f.max() <= 2099_12_31
        && f.counts.keySet().stream().allMatch(text -> isDay(pattern, text));
  }

  private static boolean isDay(DatePattern pattern, String text) {
    LocalDateTime day = text.length() == DAY_PATTERN.length() ? pattern.parse(text) : null;
    return day != null;
  }

  private static boolean areSeconds(ColumnFacts f) {
    return f.min() >= 100_000_000
        && f.max() < 4_102_444_800.0
        && f.counts.keySet().stream().allMatch(text -> DatePattern.USUAL.parse(text) != null);
  }
}
