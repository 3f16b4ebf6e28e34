// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.tensor.Tensor;

/**
 * Precision and recall at every distinct score, like scikit-learn's {@code precision_recall_curve}:
 * thresholds ascend, and the last point (precision 1, recall 0) has no threshold.
 */
public final class PrecisionRecallCurve {
  private final double[] precision;
  private final double[] recall;
  private final double[] thresholds;

  private PrecisionRecallCurve(RankedScores ranked) {
    int n = ranked.thresholds.length;
    precision = new double[n + 1];
    recall = new double[n + 1];
    thresholds = new double[n];
    for (int i = 0; i < n; i++) {
      int from = n - 1 - i;
      int tp = ranked.truePositives[from];
      precision[i] = (double) tp / (tp + ranked.falsePositives[from]);
      recall[i] = (double) tp / ranked.positives;
      thresholds[i] = ranked.thresholds[from];
    }
    precision[n] = 1;
  }

  /**
   * Returns the curve.
   *
   * @param labels 0 or 1
   * @param scores higher for rows that are more likely 1
   * @throws io.nyala.data.DataException if lengths differ, a label is neither 0 nor 1, a score is
   *     NaN, or all labels are the same
   */
  public static PrecisionRecallCurve of(float[] labels, float[] scores) {
    return new PrecisionRecallCurve(RankedScores.of(labels, scores, "PrecisionRecallCurve"));
  }

  /**
   * Returns the curve for tensors of shape {@code (n,)} or {@code (n, 1)}.
   *
   * @throws io.nyala.data.DataException as {@link #of(float[], float[])}
   */
  public static PrecisionRecallCurve of(Tensor labels, Tensor scores) {
    return of(
        Columns.values(labels, "PrecisionRecallCurve labels"),
        Columns.values(scores, "PrecisionRecallCurve scores"));
  }

  /** Returns the precision at each threshold, then 1. */
  public double[] precision() {
    return precision.clone();
  }

  /** Returns the recall at each threshold, descending from 1, then 0. */
  public double[] recall() {
    return recall.clone();
  }

  /** Returns the thresholds, ascending; scores of at least the threshold are positive. */
  public double[] thresholds() {
    return thresholds.clone();
  }

  /** Returns the average precision: each precision weighted by the recall it adds. */
  public double averagePrecision() {
    double sum = 0;
    for (int i = 0; i < thresholds.length; i++) {
      sum += (recall[i] - recall[i + 1]) * precision[i];
    }
    return sum;
  }

  /** Formats the number of points and the average precision. */
  @Override
  public String toString() {
    return "precision-recall curve of "
        + precision.length
        + " points, average precision "
        + averagePrecision();
  }
}
