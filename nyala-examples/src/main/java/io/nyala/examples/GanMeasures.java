// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.tensor.Tensor;
import java.util.Locale;

/**
 * Metrics of the quality of generated images.
 *
 * @param confident the fraction that a classifier assigns to a class with a probability above 0.9;
 *     NaN without a classifier
 * @param least the fraction of the rarest class
 * @param most the fraction of the most common class
 * @param evenness the entropy of the class distribution relative to that of a uniform one, 1 if
 *     uniform
 * @param diversity the mean distance between generated images relative to that between real ones
 */
record GanMeasures(double confident, double least, double most, double evenness, double diversity) {
  private static final double SURE = 0.9;
  private static final double RARE = 0.03;
  private static final double COMMON = 0.25;
  private static final double ALIKE = 0.5;
  private static final double CLEAR = 0.5;
  private static final int PAIRS = 2_000;

  /**
   * Computes the metrics.
   *
   * @param generated the generated images
   * @param real at least as many real images
   * @param probabilities the class probabilities {@code (rows, classes)} for the generated ones, or
   *     null
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

  /** Returns the fraction of rows in which a class has a probability above 0.9. */
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

  /**
   * Describes mode collapse: images that are all alike, or classes that are missing or dominate.
   */
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
      return "no visible mode collapse, but few images are clear enough to tell";
    }
    return "no mode collapse";
  }
}
