// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of true and false positives and negatives at several thresholds. With evenly spaced
 * thresholds each prediction is counted in one bucket, otherwise it is compared with each
 * threshold.
 */
final class ConfusionCounts {
  /** A threshold that every top-k score exceeds. */
  static final double LOWEST = -1e10;

  // What Keras allows: the thresholds may have been rounded, the outer ones moved a little.
  private static final double ABSOLUTE = 2e-7;
  private static final double RELATIVE = 1e-5;

  private final float[] thresholds;
  private final boolean even;
  private final boolean padded;
  private final boolean byLabel;
  private int labels = 1;

  // Position t * labels + l: of the bucket above threshold t if even, else of all above it.
  private double[] yes;
  private double[] no;
  private double[] allYes;
  private double[] allNo;
  private float[] best = new float[0];

  /**
   * Creates counts with all values zero.
   *
   * @param thresholds in any order, unless evenly spaced over [0, 1]; the outer ones may lie a
   *     little outside
   * @param byLabel whether to count the columns of the predictions separately
   */
  ConfusionCounts(double[] thresholds, boolean byLabel) {
    this.thresholds = new float[thresholds.length];
    for (int i = 0; i < thresholds.length; i++) {
      this.thresholds[i] = (float) thresholds[i];
    }
    this.even = isEven(thresholds);
    this.padded = even && (thresholds[0] < 0 || thresholds[thresholds.length - 1] > 1);
    this.byLabel = byLabel;
    reset();
  }

  private static boolean isEven(double... thresholds) {
    int n = thresholds.length;
    if (n < 3) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      double place = (double) i / (n - 1);
      if (Math.abs(thresholds[i] - place) > ABSOLUTE + RELATIVE * place) {
        return false;
      }
    }
    return true;
  }

  void reset() {
    yes = new double[thresholds.length * labels];
    no = new double[thresholds.length * labels];
    allYes = new double[labels];
    allNo = new double[labels];
  }

  int labels() {
    return labels;
  }

  int size() {
    return thresholds.length;
  }

  /**
   * Updates the counts with a batch.
   *
   * @param yTrue the targets; any value other than 0 is positive
   * @param yPred the predictions, of the same shape, with classes on the last axis
   * @param weights of shape {@code (batch,)} or with more axes, or null
   * @param labelWeights one for each column, or null
   * @param topK only the k highest scores of a row can be positive; 0 for no limit
   * @param classId the only column to count, or -1 for all
   */
  void update(
      String metric,
      Tensor yTrue,
      Tensor yPred,
      Tensor weights,
      double[] labelWeights,
      int topK,
      int classId) {
    Shape shape = yPred.shape();
    int columns = shape.rank() < 2 ? 1 : shape.last();
    if (classId >= columns) {
      throw new ShapeException(
          "metric \"%s\": class_id is %d, but predictions are %s"
              .formatted(metric, classId, shape));
    }
    if (labelWeights != null && labelWeights.length != columns) {
      throw new ShapeException(
          "metric \"%s\": %d label weights, but predictions are %s"
              .formatted(metric, labelWeights.length, shape));
    }
    if (byLabel && labels != columns) {
      labels = columns;
      reset();
    }
    int block = weights == null ? 1 : Weights.block(metric, shape, weights);
    int first = Math.max(classId, 0);
    int last = classId < 0 ? columns - 1 : classId;
    for (int row = 0; row < yPred.size(); row += columns) {
      float lowest = topK > 0 ? lowestOfTop(topK, yPred, row, columns) : Float.NEGATIVE_INFINITY;
      int ties = topK > 0 ? topK - above(lowest, yPred, row, columns) : 0;
      for (int c = 0; c <= last; c++) {
        float p = yPred.at(row + c);
        boolean chosen = topK == 0 || p > lowest || (p == lowest && ties-- > 0);
        if (c >= first) {
          double weight = weights == null ? 1 : weights.at((row + c) / block);
          weight *= labelWeights == null ? 1 : labelWeights[c];
          add(yTrue.at(row + c) != 0, chosen ? p : (float) LOWEST, weight, byLabel ? c : 0);
        }
      }
    }
  }

  /** Returns the k-th highest score of a row. */
  private float lowestOfTop(int k, Tensor scores, int row, int columns) {
    int n = Math.min(k, columns);
    if (best.length != n) {
      best = new float[n];
    }
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < columns; c++) {
      float score = scores.at(row + c);
      int at = n - 1;
      if (!(score > best[at])) {
        continue;
      }
      while (at > 0 && score > best[at - 1]) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = score;
    }
    return best[n - 1];
  }

  private static int above(float limit, Tensor scores, int row, int columns) {
    int count = 0;
    for (int c = 0; c < columns; c++) {
      count += scores.at(row + c) > limit ? 1 : 0;
    }
    return count;
  }

  private void add(boolean truth, float p, double weight, int label) {
    double[] counts = truth ? yes : no;
    (truth ? allYes : allNo)[label] += weight;
    if (even) {
      int bucket = bucket(p);
      if (bucket >= 0) {
        counts[bucket * labels + label] += weight;
      }
      return;
    }
    for (int t = 0; t < thresholds.length; t++) {
      if (p > thresholds[t]) {
        counts[t * labels + label] += weight;
      }
    }
  }

  /** Returns the last threshold that is below a prediction, -1 for none; Keras's arithmetic. */
  private int bucket(float p) {
    float clipped = Math.max(0f, Math.min(1f, p));
    int bucket = (int) Math.ceil(clipped * (thresholds.length - 1)) - 1;
    return padded ? Math.max(bucket, 0) : bucket;
  }

  /** Returns the weight of true positives at each threshold. */
  double[] truePositives(int label) {
    return atThresholds(yes, label);
  }

  /** Returns the weight of false positives at each threshold. */
  double[] falsePositives(int label) {
    return atThresholds(no, label);
  }

  /** Returns the weight of false negatives at each threshold. */
  double[] falseNegatives(int label) {
    return rest(allYes[label], truePositives(label));
  }

  /** Returns the weight of true negatives at each threshold. */
  double[] trueNegatives(int label) {
    return rest(allNo[label], falsePositives(label));
  }

  private double[] atThresholds(double[] counts, int label) {
    double[] result = new double[thresholds.length];
    double sum = 0;
    for (int t = result.length - 1; t >= 0; t--) {
      sum += counts[t * labels + label];
      result[t] = even ? sum : counts[t * labels + label];
    }
    return result;
  }

  private static double[] rest(double all, double... part) {
    double[] result = new double[part.length];
    for (int t = 0; t < result.length; t++) {
      result[t] = all - part[t];
    }
    return result;
  }

  /** Returns the quotient; 0 / 0 is 0. */
  static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
