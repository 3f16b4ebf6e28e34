// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * The receiver operating characteristic: the true positive rate and the false positive rate at
 * every threshold that changes the curve.
 *
 * <p>The points are those of scikit-learn's {@code roc_curve}: from (0, 0) at an infinite threshold
 * to (1, 1) at the lowest score.
 */
public final class RocCurve {
  private final double[] falsePositiveRates;
  private final double[] truePositiveRates;
  private final double[] thresholds;
  private final double auc;

  private RocCurve(RankedScores ranked, int[] kept) {
    falsePositiveRates = new double[kept.length + 1];
    truePositiveRates = new double[kept.length + 1];
    thresholds = new double[kept.length + 1];
    thresholds[0] = Double.POSITIVE_INFINITY;
    for (int i = 0; i < kept.length; i++) {
      falsePositiveRates[i + 1] = (double) ranked.falsePositives[kept[i]] / ranked.negatives;
      truePositiveRates[i + 1] = (double) ranked.truePositives[kept[i]] / ranked.positives;
      thresholds[i + 1] = ranked.thresholds[kept[i]];
    }
    auc = ranked.auc();
  }

  /**
   * Returns the curve without points on a straight line between others, as scikit-learn does.
   *
   * @param labels 0 or 1
   * @param scores higher for rows that are more likely 1
   * @throws io.nyala.data.DataException if lengths differ, a label is neither 0 nor 1, a score is
   *     NaN, or all labels are the same
   */
  public static RocCurve of(float[] labels, float[] scores) {
    return of(labels, scores, true);
  }

  /**
   * Returns the curve.
   *
   * @param labels 0 or 1
   * @param scores higher for rows that are more likely 1
   * @param dropIntermediate whether to leave out points on a straight line between others
   * @throws io.nyala.data.DataException as {@link #of(float[], float[])}
   */
  public static RocCurve of(float[] labels, float[] scores, boolean dropIntermediate) {
    RankedScores ranked = RankedScores.of(labels, scores, "RocCurve");
    int n = ranked.thresholds.length;
    int[] kept =
        IntStream.range(0, n)
            .filter(
                i ->
                    !dropIntermediate
                        || i == 0
                        || i == n - 1
                        || bends(ranked.falsePositives, i)
                        || bends(ranked.truePositives, i))
            .toArray();
    return new RocCurve(ranked, kept);
  }

  /**
   * Returns the curve for tensors of shape {@code (n,)} or {@code (n, 1)}.
   *
   * @throws io.nyala.data.DataException as {@link #of(float[], float[])}
   */
  public static RocCurve of(Tensor labels, Tensor scores) {
    return of(Columns.values(labels, "RocCurve labels"), Columns.values(scores, "RocCurve scores"));
  }

  private static boolean bends(int[] counts, int i) {
    return counts[i + 1] - counts[i] != counts[i] - counts[i - 1];
  }

  /** Returns the false positive rates, ascending from 0 to 1. */
  public double[] falsePositiveRates() {
    return falsePositiveRates.clone();
  }

  /** Returns the true positive rates (the recall), ascending from 0 to 1. */
  public double[] truePositiveRates() {
    return truePositiveRates.clone();
  }

  /**
   * Returns the thresholds, descending from infinity; scores of at least the threshold are
   * positive.
   */
  public double[] thresholds() {
    return thresholds.clone();
  }

  /** Returns the area under the curve, exact with ties. */
  public double auc() {
    return auc;
  }

  /** Formats the number of points and the area. */
  @Override
  public String toString() {
    return "ROC curve of " + thresholds.length + " points, AUC " + auc;
  }
}
