// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import java.util.Locale;

/**
 * The number (or total weight) of predictions of one kind, such as true positives. Keras has a
 * class for each kind, whose name {@link #className} returns.
 */
public final class AnswerCount extends ThresholdMetric<AnswerCount> {
  /** Kinds of answers. */
  public enum Kind {
    /** "yes" answered "yes". */
    TRUE_POSITIVES,
    /** "no" answered "yes". */
    FALSE_POSITIVES,
    /** "no" answered "no". */
    TRUE_NEGATIVES,
    /** "yes" answered "no". */
    FALSE_NEGATIVES
  }

  private final Kind kind;

  /** Creates the count with a threshold of 0.5. */
  public AnswerCount(Kind kind) {
    super(Arguments.given("AnswerCount: kind", kind).name().toLowerCase(Locale.ROOT));
    this.kind = kind;
  }

  static AnswerCount of(Kind kind, Settings settings) {
    return new AnswerCount(kind).read(settings);
  }

  @Override
  double value(double tp, double fp, double tn, double fn) {
    return switch (kind) {
      case TRUE_POSITIVES -> tp;
      case FALSE_POSITIVES -> fp;
      case TRUE_NEGATIVES -> tn;
      case FALSE_NEGATIVES -> fn;
    };
  }

  @Override
  public boolean largerIsBetter() {
    return kind == Kind.TRUE_POSITIVES || kind == Kind.TRUE_NEGATIVES;
  }

  @Override
  public String className() {
    return switch (kind) {
      case TRUE_POSITIVES -> "TruePositives";
      case FALSE_POSITIVES -> "FalsePositives";
      case TRUE_NEGATIVES -> "TrueNegatives";
      case FALSE_NEGATIVES -> "FalseNegatives";
    };
  }
}
