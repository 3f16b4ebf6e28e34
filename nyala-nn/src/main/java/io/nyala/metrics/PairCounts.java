// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Arrays;

/** A matrix of counts: rows are true classes, columns are predicted classes. */
final class PairCounts {
  private final int classes;
  private final double[] counts;

  PairCounts(String metric, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "metric \"%s\": the number of classes must be at least 1, got %d"
              .formatted(metric, classes));
    }
    this.classes = classes;
    this.counts = new double[Math.multiplyExact(classes, classes)];
  }

  /**
   * Updates the counts with labels; labels out of range are ignored.
   *
   * @param ignored a true class to ignore, or -1
   * @param wholeWeights whether to truncate weights to integers
   */
  void update(
      String metric,
      Tensor yTrue,
      Tensor yPred,
      Tensor weights,
      int ignored,
      boolean wholeWeights) {
    if (yTrue.size() != yPred.size()) {
      throw new ShapeException(
          "metric \"%s\": labels %s do not match predicted labels %s"
              .formatted(metric, yTrue.shape(), yPred.shape()));
    }
    int block = weights == null ? 1 : Weights.block(metric, yTrue.shape(), weights);
    for (int i = 0; i < yTrue.size(); i++) {
      int truth = yTrue.ints()[i];
      int answer = yPred.ints()[i];
      boolean known = truth >= 0 && truth < classes && answer >= 0 && answer < classes;
      if (known && truth != ignored) {
        double weight = weights == null ? 1 : weights.at(i / block);
        counts[truth * classes + answer] += wholeWeights ? (long) weight : weight;
      }
    }
  }

  double at(int truth, int answer) {
    return counts[truth * classes + answer];
  }

  double ofTruth(int truth) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += at(truth, c);
    }
    return sum;
  }

  double ofAnswer(int answer) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += at(c, answer);
    }
    return sum;
  }

  int classes() {
    return classes;
  }

  void reset() {
    Arrays.fill(counts, 0);
  }
}
