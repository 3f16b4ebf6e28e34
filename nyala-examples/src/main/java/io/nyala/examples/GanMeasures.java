// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.tensor.Tensor;
import java.util.Locale;

/**
 * How good generated images are, without looking at them.
 *
 * @param confident the share that a classifier puts into a class with more than 0.9 probability;
 *     NaN without a classifier
 * @param least the share of the rarest class among all
 * @param most the share of the commonest class
 * @param evenness the entropy of the shares over that of equal ones, 1 where all are equal
 * @param diversity the mean distance of two generated images over that of two real ones
 */
record GanMeasures(double confident, double least, double most, double evenness, double diversity) {
  private static final double SURE = 0.9;
  private static final double RARE = 0.03;
  private static final double COMMON = 0.25;
  private static final double ALIKE = 0.5;
  private static final double CLEAR = 0.5;
  private static final int PAIRS = 2_000;

  /**
   * Measures.
   *
   * @param generated images
   * @param real as many images, or more
   * @param probabilities {@code (rows, classes)} of a classifier for the generated ones, or null
   */
  static GanMeasures of(Tensor generated, Tensor real, Tensor probabilities) {
    double diversity = distance(generated) / distance(real);
    if (probabilities == null) {
      return new GanMeasures(Double.NaN, Double.NaN, Double.NaN, Double.NaN, diversity);
    }
    int rows = probabilities.shape().dim(0);
    int classes = probabilities.shape().dim(1);
    int[] counts = new int[classes];
    for (int r = 0; r < rows; r++) {
      counts[best(probabilities, r)]++;
    }
    double least = 1;
    double most = 0;
    double entropy = 0;
    for (int count : counts) {
      double share = (double) count / rows;
      least = Math.min(least, share);
      most = Math.max(most, share);
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return new GanMeasures(
        confident(probabilities), least, most, entropy / Math.log(classes), diversity);
  }

  /** Returns the share of rows in which one class has more than 0.9 probability. */
  static double confident(Tensor probabilities) {
    int rows = probabilities.shape().dim(0);
    int classes = probabilities.shape().dim(1);
    int sure = 0;
    for (int r = 0; r < rows; r++) {
      sure += probabilities.at(r * classes + best(probabilities, r)) > SURE ? 1 : 0;
    }
    return (double) sure / rows;
  }

  private static int best(Tensor probabilities, int row) {
    int classes = probabilities.shape().dim(1);
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (probabilities.at(row * classes + c) > probabilities.at(row * classes + best)) {
        best = c;
      }
    }
    return best;
  }

  /** Returns the mean root mean square difference of neighbours in a list of images. */
  private static double distance(Tensor images) {
    int rows = images.shape().dim(0);
    int size = images.size() / rows;
    double sum = 0;
    int pairs = Math.min(PAIRS, rows - 1);
    for (int r = 0; r < pairs; r++) {
      double squares = 0;
      for (int i = 0; i < size; i++) {
        double d = images.at(r * size + i) - images.at((r + 1) * size + i);
        squares += d * d;
      }
      sum += Math.sqrt(squares / size);
    }
    return sum / pairs;
  }

  /** Names a collapse: images all alike, or classes that are missing or crowd out the others. */
  String verdict() {
    if (diversity < ALIKE) {
      return String.format(
          Locale.ROOT,
          "mode collapse: generated images differ %.0f %% as much as real ones",
          100 * diversity);
    }
    if (least < RARE || most > COMMON) {
      return String.format(
          Locale.ROOT,
          "partial mode collapse: classes make up from %.1f to %.1f %% instead of 3 to 25",
          100 * least,
          100 * most);
    }
    if (confident < CLEAR) {
      return "no mode collapse to be seen, but few of them are clear enough to tell";
    }
    return "no mode collapse";
  }
}
