// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.List;
import java.util.Map;

/**
 * A tagged value.
 *
 * @param tag the name of the tag
 * @param plugin the plugin that displays the value, empty if not in the file
 * @param content the value
 */
public record Summary(String tag, String plugin, Content content) {
  /** The type of a value. */
  public sealed interface Content {}

  /**
   * A number.
   *
   * @param value the number
   */
  public record Scalar(double value) implements Content {}

  /**
   * A histogram.
   *
   * @param bins its bins
   */
  public record Histogram(Bins bins) implements Content {}

  /**
   * Images.
   *
   * @param width the width in pixels
   * @param height the height in pixels
   * @param encoded the encoded image files, usually PNG
   */
  public record Images(int width, int height, List<byte[]> encoded) implements Content {}

  /**
   * Text.
   *
   * @param lines one or more strings
   */
  public record Text(List<String> lines) implements Content {}

  /**
   * What a binary classifier gets right and wrong at thresholds from 0 to 1, evenly spaced. A score
   * at the threshold or above counts as positive.
   *
   * @param truePositives how many positives have such a score, for each threshold
   * @param falsePositives how many negatives have such a score
   * @param trueNegatives how many negatives have a lower score
   * @param falseNegatives how many positives have a lower score
   * @param precision the share of positives among such scores, 0 if there is none
   * @param recall the share of positives with such scores
   */
  public record PrCurve(
      double[] truePositives,
      double[] falsePositives,
      double[] trueNegatives,
      double[] falseNegatives,
      double[] precision,
      double[] recall)
      implements Content {}

  /**
   * What an experiment in TensorBoard's HParams table consists of.
   *
   * @param hparams the names of its hyperparameters
   * @param metrics its metrics
   */
  public record HParamsExperiment(List<String> hparams, List<HParamsMetric> metrics)
      implements Content {}

  /**
   * A metric of an experiment.
   *
   * @param group the subfolder of a session that has it, such as {@code validation}; empty for the
   *     session's own folder
   * @param tag the tag of the scalar
   */
  public record HParamsMetric(String group, String tag) {}

  /**
   * The hyperparameters of a session, which is this run and those in its subfolders.
   *
   * @param values numbers as doubles, booleans and strings
   */
  public record HParamsStart(Map<String, Object> values) implements Content {}

  /**
   * The end of a session.
   *
   * @param success false if it failed
   */
  public record HParamsEnd(boolean success) implements Content {}

  /** Anything else: other plugins' values. */
  public record Other() implements Content {}
}
