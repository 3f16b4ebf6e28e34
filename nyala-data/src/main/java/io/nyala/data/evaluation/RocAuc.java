// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;

/**
 * Computes the exact area under the ROC curve: the probability that a positive row scores higher
 * than a negative one, with ties counting as one half. Takes {@code O(n log n)} time.
 *
 * <p>Unlike a metric that is accumulated over batches with fixed thresholds, the result is exact.
 */
public final class RocAuc {
  private RocAuc() {}

  /**
   * Returns the area, 0 to 1.
   *
   * @param labels 0 or 1
   * @param scores higher for rows that are more likely 1; probabilities or logits
   * @throws DataException if lengths differ, a label is neither 0 nor 1, a score is NaN, or all
   *     labels are the same
   */
  public static double of(float[] labels, float[] scores) {
    return RankedScores.of(labels, scores, "RocAuc").auc();
  }

  /**
   * Returns the area for tensors of shape {@code (n,)} or {@code (n, 1)}.
   *
   * @throws DataException as {@link #of(float[], float[])}
   */
  public static double of(Tensor labels, Tensor scores) {
    return of(Columns.values(labels, "RocAuc labels"), Columns.values(scores, "RocAuc scores"));
  }

  /**
   * Returns the mean over all classes of the area of one class against the rest.
   *
   * @param labels class indices {@code (n,)} or {@code (n, 1)}, or one-hot rows
   * @param probabilities shape {@code (n, classes)}
   * @throws DataException if the numbers of rows differ, a label is out of range, or a class does
   *     not occur
   */
  public static double oneVersusRest(Tensor labels, Tensor probabilities) {
    int[] actual = Columns.classes(labels, "RocAuc labels");
    if (probabilities.shape().rank() != 2 || probabilities.shape().dim(0) != actual.length) {
      throw new DataException(
          "RocAuc: expected probabilities (%d, classes), got %s"
              .formatted(actual.length, probabilities.shape()));
    }
    int classes = probabilities.shape().last();
    ConfusionMatrix.expectInRange(actual, classes, "RocAuc label");
    float[] all = probabilities.toFloats();
    float[] is = new float[actual.length];
    float[] score = new float[actual.length];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < is.length; i++) {
        is[i] = actual[i] == c ? 1 : 0;
        score[i] = all[i * classes + c];
      }
      sum += RankedScores.of(is, score, "RocAuc of class " + c).auc();
    }
    return sum / classes;
  }
}
