// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.tensor.Tensor;
import java.util.function.ToDoubleFunction;

/**
 * A binary classifier at one threshold: a score of at least the threshold is predicted as positive.
 *
 * <p>Divisions by 0 give 0.
 *
 * @param threshold the lowest score predicted as positive
 * @param truePositives rows of class 1 predicted as positive
 * @param falsePositives rows of class 0 predicted as positive
 * @param trueNegatives rows of class 0 predicted as negative
 * @param falseNegatives rows of class 1 predicted as negative
 */
public record OperatingPoint(
    float threshold, int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {

  /**
   * Computes the counts at a given threshold.
   *
   * @param labels 0 or 1
   * @param scores higher for rows that are more likely 1
   * @param threshold the lowest score predicted as positive
   * @throws io.nyala.data.DataException if lengths differ, a label is neither 0 nor 1, or a score
   *     is NaN
   */
  public static OperatingPoint at(float[] labels, float[] scores, float threshold) {
    RankedScores.check(labels, scores, "OperatingPoint");
    int[] counts = new int[4];
    for (int i = 0; i < labels.length; i++) {
      counts[(int) labels[i] + (scores[i] >= threshold ? 2 : 0)]++;
    }
    return new OperatingPoint(threshold, counts[3], counts[2], counts[0], counts[1]);
  }

  /** Counts at a given threshold, for tensors of shape {@code (n,)} or {@code (n, 1)}. */
  public static OperatingPoint at(Tensor labels, Tensor scores, float threshold) {
    return at(
        Columns.values(labels, "OperatingPoint labels"),
        Columns.values(scores, "OperatingPoint scores"),
        threshold);
  }

  /**
   * Finds the threshold, among the scores, that maximizes a metric; the highest in case of ties.
   * Use validation rows, never test rows.
   *
   * @param labels 0 or 1
   * @param scores higher for rows that are more likely 1
   * @param measure the metric to maximize, for example {@code OperatingPoint::f1}
   * @throws io.nyala.data.DataException if lengths differ, a label is neither 0 nor 1, a score is
   *     NaN, or all labels are the same
   */
  public static OperatingPoint best(
      float[] labels, float[] scores, ToDoubleFunction<OperatingPoint> measure) {
    RankedScores ranked = RankedScores.of(labels, scores, "OperatingPoint");
    OperatingPoint best = null;
    double most = 0;
    for (int i = 0; i < ranked.thresholds.length; i++) {
      int tp = ranked.truePositives[i];
      int fp = ranked.falsePositives[i];
      OperatingPoint point =
          new OperatingPoint(
              ranked.thresholds[i], tp, fp, ranked.negatives - fp, ranked.positives - tp);
      double value = measure.applyAsDouble(point);
      if (best == null || value > most) {
        best = point;
        most = value;
      }
    }
    return best;
  }

  /** Finds the best threshold for tensors of shape {@code (n,)} or {@code (n, 1)}. */
  public static OperatingPoint best(
      Tensor labels, Tensor scores, ToDoubleFunction<OperatingPoint> measure) {
    return best(
        Columns.values(labels, "OperatingPoint labels"),
        Columns.values(scores, "OperatingPoint scores"),
        measure);
  }

  /** Returns the fraction of correct predictions. */
  public double accuracy() {
    return ratio(
        (long) truePositives + trueNegatives,
        (long) truePositives + trueNegatives + falsePositives + falseNegatives);
  }

  /** Returns the fraction of positive predictions that are correct. */
  public double precision() {
    return ratio(truePositives, (long) truePositives + falsePositives);
  }

  /** Returns the fraction of positives that are predicted as such: the true positive rate. */
  public double recall() {
    return ratio(truePositives, (long) truePositives + falseNegatives);
  }

  /** Returns the fraction of negatives that are predicted as such. */
  public double specificity() {
    return ratio(trueNegatives, (long) trueNegatives + falsePositives);
  }

  /** Returns the harmonic mean of precision and recall. */
  public double f1() {
    return ratio(2L * truePositives, 2L * truePositives + falsePositives + falseNegatives);
  }

  /**
   * Returns recall + specificity - 1, Youden's J: the height of the ROC point above the diagonal.
   */
  public double youden() {
    return recall() + specificity() - 1;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
