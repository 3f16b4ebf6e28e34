// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.data.DataException;
import java.util.Arrays;

/**
 * Binary labels sorted by descending score, with rows of equal score grouped: the numbers of true
 * and false positives at each distinct score used as a threshold ({@code score >= threshold} is
 * positive).
 */
final class RankedScores {
  final float[] thresholds;
  final int[] truePositives;
  final int[] falsePositives;
  final int positives;
  final int negatives;

  private RankedScores(float[] thresholds, int[] truePositives, int[] falsePositives) {
    this.thresholds = thresholds;
    this.truePositives = truePositives;
    this.falsePositives = falsePositives;
    positives = truePositives[truePositives.length - 1];
    negatives = falsePositives[falsePositives.length - 1];
  }

  static RankedScores of(float[] labels, float[] scores, String caller) {
    check(labels, scores, caller);
    int n = labels.length;
    int ones = 0;
    // Sorting longs, with the score in the high bits and the label in the lowest one, is several
    // times faster than sorting indices with a comparator.
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      int label = (int) labels[i];
      ones += label;
      keys[i] = ((long) ordered(scores[i]) << 1) | label;
    }
    if (ones == 0 || ones == n) {
      throw new DataException(
          "%s: all %d labels are %d, but both classes are needed; hint: stratify the split"
              .formatted(caller, n, ones == 0 ? 0 : 1));
    }
    Arrays.sort(keys);
    float[] thresholds = new float[n];
    int[] tp = new int[n];
    int[] fp = new int[n];
    int distinct = -1;
    int hits = 0;
    for (int i = n - 1; i >= 0; i--) {
      hits += (int) (keys[i] & 1);
      if (i == n - 1 || keys[i] >> 1 != keys[i + 1] >> 1) {
        distinct++;
        thresholds[distinct] = score((int) (keys[i] >> 1));
      }
      tp[distinct] = hits;
      fp[distinct] = n - i - hits;
    }
    return new RankedScores(
        Arrays.copyOf(thresholds, distinct + 1),
        Arrays.copyOf(tp, distinct + 1),
        Arrays.copyOf(fp, distinct + 1));
  }

  static void check(float[] labels, float[] scores, String caller) {
    if (labels.length != scores.length) {
      throw new DataException(
          "%s: %d labels and %d scores; expected equal numbers"
              .formatted(caller, labels.length, scores.length));
    }
    if (labels.length == 0) {
      throw new DataException(caller + ": no rows");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0 && labels[i] != 1) {
        throw new DataException(
            "%s: the label of row %d is %s, expected 0 or 1".formatted(caller, i, labels[i]));
      }
      if (Float.isNaN(scores[i])) {
        throw new DataException(
            "%s: the score of row %d is NaN; hint: did training diverge?".formatted(caller, i));
      }
    }
  }

  /** Returns an int that is ordered like the float. -0 becomes 0, so that the two are a tie. */
  private static int ordered(float f) {
    int bits = Float.floatToRawIntBits(f + 0.0f);
    return bits ^ ((bits >> 31) & 0x7fffffff);
  }

  private static float score(int ordered) {
    return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & 0x7fffffff));
  }

  /**
   * Returns the exact area under the ROC curve by the trapezoidal rule; a tie counts as one half.
   */
  double auc() {
    long twice = 0;
    int tp = 0;
    int fp = 0;
    for (int i = 0; i < thresholds.length; i++) {
      twice += (long) (falsePositives[i] - fp) * ((long) truePositives[i] + tp);
      tp = truePositives[i];
      fp = falsePositives[i];
    }
    return twice / (2.0 * positives * negatives);
  }
}
