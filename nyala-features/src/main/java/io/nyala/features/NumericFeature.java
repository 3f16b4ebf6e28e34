// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.DataException;
import io.nyala.data.table.Row;
import io.nyala.data.table.Table;
import io.nyala.settings.Arguments;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Numbers: standardized (mean 0 and standard deviation 1 in the training rows) unless another way
 * is set. Missing values, if there are any in the training rows, are replaced by the median and
 * indicated by another number.
 */
public final class NumericFeature extends Feature {
  /** How numbers are scaled. */
  enum Scaling {
    STANDARD,
    MIN_MAX,
    ROBUST,
    RAW,
    BINS
  }

  final boolean bool;
  Scaling scaling;
  boolean log;
  Fill fill = Fill.MEDIAN;
  Double constant;

  /** Whether missing values are expected even if no training row has one. */
  boolean expected;

  boolean indicator = true;
  int bins;
  double[] limits;
  private Set<String> missingTexts = Set.of();

  NumericFeature(String name, boolean bool) {
    super(name);
    this.bool = bool;
    scaling = bool ? Scaling.RAW : Scaling.STANDARD;
    fill = bool ? Fill.MOST_FREQUENT : Fill.MEDIAN;
  }

  private NumericFeature changed(Consumer<NumericFeature> change) {
    NumericFeature copy = new NumericFeature(name(), bool);
    copy.scaling = scaling;
    copy.log = log;
    copy.fill = fill;
    copy.constant = constant;
    copy.expected = expected;
    copy.indicator = indicator;
    copy.bins = bins;
    copy.limits = limits;
    copy.missingTexts = missingTexts;
    change.accept(copy);
    return copy;
  }

  /** Subtracts the mean and divides by the standard deviation; the default. */
  public NumericFeature standard() {
    return changed(f -> f.scaling = Scaling.STANDARD);
  }

  /** Scales the range of the training rows to 0 to 1. */
  public NumericFeature minMax() {
    return changed(f -> f.scaling = Scaling.MIN_MAX);
  }

  /** Subtracts the median and divides by the interquartile range, so that outliers weigh less. */
  public NumericFeature robust() {
    return changed(f -> f.scaling = Scaling.ROBUST);
  }

  /** Leaves numbers as they are. */
  public NumericFeature raw() {
    return changed(f -> f.scaling = Scaling.RAW);
  }

  /**
   * Takes the logarithm before scaling, {@code sign(x) log(1 + |x| / m)} with the median size m:
   * for prices, counts and other numbers over several orders of magnitude.
   *
   * @throws IllegalStateException if the numbers are put into bins, which a logarithm does not
   *     change
   */
  public NumericFeature log() {
    if (scaling == Scaling.BINS) {
      throw new IllegalStateException(this + ": a logarithm does not change bins; leave out one");
    }
    return changed(f -> f.log = true);
  }

  /**
   * Puts numbers into bins with about the same number of training rows, one-hot. Missing values
   * have a bin of their own.
   *
   * @param count at least 2
   */
  public NumericFeature bins(int count) {
    if (count < 2) {
      throw new IllegalArgumentException(this + ": expected at least 2 bins, got " + count);
    }
    return binned(count, null);
  }

  /**
   * Puts numbers into bins with these limits, one-hot; there is one bin more than limits. Missing
   * values have a bin of their own.
   *
   * @param ascending the limits; a number that equals a limit is in the bin above
   */
  public NumericFeature bins(double... ascending) {
    Arguments.given("the limits of bins", ascending);
    for (int i = 0; i < ascending.length; i++) {
      if (!Double.isFinite(ascending[i]) || i > 0 && ascending[i] <= ascending[i - 1]) {
        throw new IllegalArgumentException(
            "%s: the limits of bins must be finite and ascend, got %s"
                .formatted(this, Arrays.toString(ascending)));
      }
    }
    return binned(ascending.length + 1, ascending.clone());
  }

  private NumericFeature binned(int count, double[] newLimits) {
    if (log) {
      throw new IllegalStateException(this + ": a logarithm does not change bins; leave out one");
    }
    return changed(
        f -> {
          f.scaling = Scaling.BINS;
          f.bins = count;
          f.limits = newLimits;
        });
  }

  /** Replaces missing values in this way, also if no training row has one. */
  public NumericFeature fill(Fill how) {
    Arguments.given("fill", how);
    return changed(
        f -> {
          f.fill = how;
          f.constant = null;
          f.expected = true;
        });
  }

  /** Replaces missing values by a number, also if no training row has one. */
  public NumericFeature fill(double number) {
    return changed(
        f -> {
          f.constant = number;
          f.expected = true;
        });
  }

  /** Does not indicate missing values; they look like the number that replaces them. */
  public NumericFeature withoutIndicator() {
    return changed(f -> f.indicator = false);
  }

  /** Takes these texts among the numbers for missing values, such as {@code "?"}. */
  public NumericFeature missingTexts(String... texts) {
    Set<String> all = Set.copyOf(Arguments.eachGiven("texts", texts));
    return changed(f -> f.missingTexts = all);
  }

  @Override
  String kind() {
    return bool ? "bool" : "numeric";
  }

  @Override
  Learned fit(Table train) {
    return scaling == Scaling.BINS ? LearnedBins.fit(this, train) : LearnedNumbers.fit(this, train);
  }

  /** Returns the numbers of a table, NaN where they are missing. */
  double[] values(Table table) {
    return numbers(table, bool || !missingTexts.isEmpty() ? this::read : this::number);
  }

  private double number(Row row) {
    return row.number(name(), Double.NaN);
  }

  private double read(Row row) {
    String text = row.text(name(), "");
    if (missingTexts.contains(text)) {
      return Double.NaN;
    }
    if (text.isEmpty() || !bool) {
      return number(row);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "t", "y", "1" -> 1;
      case "false", "no", "f", "n", "0" -> 0;
      default ->
          throw new DataException(
              "%s, column \"%s\": expected true or false, yes or no, 1 or 0, got \"%s\""
                  .formatted(row, name(), text));
    };
  }
}
