// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.outcome;

import io.nyala.auto.data.Comparison;
import io.nyala.auto.data.Scores;
import io.nyala.auto.data.Target;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Whether the network is worth more than a linear model, judged on the test rows, which neither has
 * seen.
 *
 * @param beatsLinear whether it is better by more than chance would give
 * @param sentence the same in words
 */
public record Verdict(boolean beatsLinear, String sentence) {
  /**
   * Judges.
   *
   * @param network the network's predictions of the test rows
   * @param linear those of the linear model
   * @param trivial those of the trivial one
   * @param linearServed whether the linear model is the one that was saved, because it is as good
   *     on the validation rows
   * @param cut whether time ended a training early
   */
  public static Verdict of(
      Scores network, Scores linear, Scores trivial, boolean linearServed, boolean cut) {
    Target target = network.target();
    Comparison better = Comparison.of(network, linear);
    Scores served = linearServed ? linear : network;
    StringBuilder words = new StringBuilder();
    boolean beats = better.sure() && !linearServed;
    if (beats) {
      words.append(
          "The network beats the linear model on the test rows: %s."
              .formatted(numbers(target, network, linear)));
    } else {
      words.append(
          better.likely()
              ? "No sure non-linear signal: the network may be better than the linear model by chance"
              : "No non-linear signal found; the linear model is as good");
      words.append(" on the test rows: ");
      words.append(numbers(target, network, linear)).append(".");
      words.append(
          linearServed
              ? " The linear model was saved: it is simpler, and as good on the validation rows."
              : "");
    }
    words.append(
        cut
            ? " There was too little time to train both to the end; more minutes may change this."
            : "");
    if (!Comparison.of(served, trivial).sure()) {
      words.append(
          " And neither is surely better than always predicting "
              + (target.task().classifies() ? "the most frequent class" : "the median")
              + ": these columns may say nothing about \""
              + target.name()
              + "\".");
    }
    return new Verdict(beats, words.toString());
  }

  private static String numbers(Target target, Scores network, Scores linear) {
    if (!target.task().classifies()) {
      return "mean absolute error " + against(network, linear, "mae");
    }
    return "accuracy %s, cross-entropy %s"
        .formatted(against(network, linear, "accuracy"), against(network, linear, "loss"));
  }

  private static String against(Scores network, Scores linear, String measure) {
    return digits(network.measures().get(measure))
        + " against "
        + digits(linear.measures().get(measure));
  }

  /** Returns a number with four digits. */
  private static String digits(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(4)).toPlainString()
        : String.valueOf(value);
  }
}
