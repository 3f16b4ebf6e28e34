// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.tensor.Tensor;
import java.util.Arrays;

/** Precision and recall at several thresholds, as TensorBoard's plugin counts and stores them. */
final class PrCurves {
  static final String PLUGIN = "pr_curves";
  private static final int ROWS = 6;
  private static final double MINIMUM_COUNT = 1e-7;

  private PrCurves() {}

  /** Returns a curve from its rows, one after the other; other content if they are not whole. */
  static Summary.Content of(double[] rows) {
    int n = rows.length / ROWS;
    if (n == 0 || rows.length % ROWS != 0) {
      return new Summary.Other();
    }
    double[][] r = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      r[i] = Arrays.copyOfRange(rows, i * n, (i + 1) * n);
    }
    return new Summary.PrCurve(r[0], r[1], r[2], r[3], r[4], r[5]);
  }

  /**
   * Counts as TensorBoard does ({@code pr_curve/summary.py}, 2.21): a score belongs to the highest
   * threshold that it reaches.
   */
  static Summary.PrCurve count(String tag, Tensor labels, Tensor scores, int thresholds) {
    if (thresholds < 2) {
      throw new IllegalArgumentException(
          "prCurve \"%s\": thresholds must be at least 2, got %d".formatted(tag, thresholds));
    }
    if (labels.shape().size() != scores.shape().size()) {
      throw new IllegalArgumentException(
          "prCurve \"%s\": expected as many labels as scores, got labels %s and scores %s"
              .formatted(tag, labels.shape(), scores.shape()));
    }
    float[] label = labels.toFloats();
    float[] score = scores.toFloats();
    double[] tp = new double[thresholds];
    double[] fp = new double[thresholds];
    for (int i = 0; i < label.length; i++) {
      if (label[i] != 0 && label[i] != 1) {
        throw new IllegalArgumentException(
            "prCurve \"%s\": labels must be 0 or 1, but label %d is %s"
                .formatted(tag, i, label[i]));
      }
      if (!(score[i] >= 0 && score[i] <= 1)) {
        throw new IllegalArgumentException(
            "prCurve \"%s\": scores must be probabilities from 0 to 1, but score %d is %s; apply a sigmoid to logits"
                .formatted(tag, i, score[i]));
      }
      (label[i] == 1 ? tp : fp)[(int) Math.floor(score[i] * (thresholds - 1))]++;
    }
    for (int i = thresholds - 2; i >= 0; i--) {
      tp[i] += tp[i + 1];
      fp[i] += fp[i + 1];
    }
    double[][] r = new double[4][thresholds];
    for (int i = 0; i < thresholds; i++) {
      r[0][i] = fp[0] - fp[i];
      r[1][i] = tp[0] - tp[i];
      r[2][i] = tp[i] / Math.max(MINIMUM_COUNT, tp[i] + fp[i]);
      r[3][i] = tp[i] / Math.max(MINIMUM_COUNT, tp[0]);
    }
    return new Summary.PrCurve(tp, fp, r[0], r[1], r[2], r[3]);
  }

  /** Returns what TensorBoard must know of a curve: the number of its thresholds. */
  static byte[] metadata(int thresholds) {
    return new ProtoWriter().varint(2, thresholds).toBytes();
  }

  static ProtoWriter message(Summary.PrCurve curve) {
    return Messages.floats(
        curve.truePositives(),
        curve.falsePositives(),
        curve.trueNegatives(),
        curve.falseNegatives(),
        curve.precision(),
        curve.recall());
  }
}
