// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.data.split.Fold;
import java.util.ArrayList;
import java.util.List;

/**
 * Cross-validation as the value of a trial: the mean over folds. The score of each fold is reported
 * as a step of the trial and stored with it.
 *
 * <pre>{@code
 * CrossValidation cv = CrossValidation.of(KFold.shuffled(5, 42).split(rows));
 * study.run(space, trial -> cv.mean(trial, fold -> score(trial, fold)));
 * }</pre>
 *
 * <p>Everything that is learned from data, such as the means of a scaler, must be learned inside
 * the function of the fold. A pruner can end a trial between folds; use {@code Pruners.wilcoxon()}
 * for folds.
 */
public final class CrossValidation {
  /** The attribute of a trial with the scores of its folds. */
  public static final String FOLDS = "folds";

  /** The attribute of a trial with the standard deviation over its folds. */
  public static final String DEVIATION = "folds_std";

  /** Scores a fold. */
  @FunctionalInterface
  public interface Score {
    /**
     * Trains on one part of a fold and returns the score on the other.
     *
     * @throws Exception for any reason; the trial has then failed
     */
    double of(Fold fold) throws Exception;
  }

  private final List<Fold> folds;

  private CrossValidation(List<Fold> folds) {
    this.folds = List.copyOf(folds);
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("cross-validation: expected at least one fold, got none");
    }
  }

  /**
   * Creates cross-validation over these folds, the same for all trials.
   *
   * @throws IllegalArgumentException if there are no folds
   */
  public static CrossValidation of(List<Fold> folds) {
    return new CrossValidation(folds);
  }

  /** Returns the folds. */
  public List<Fold> folds() {
    return folds;
  }

  /**
   * Scores all folds and returns their mean. Each score is reported to the trial, as steps 0, 1 and
   * so on; the scores and their standard deviation become attributes of the trial. If a score is
   * not a number, the trial fails.
   *
   * @throws PrunedException if the trial should end early; do not catch it
   * @throws Exception if a fold fails
   */
  public double mean(Trial trial, Score score) throws Exception {
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      double value = score.of(folds.get(i));
      scores.add(value);
      trial.report(i, value);
      if (Double.isNaN(value)) {
        return value;
      }
      if (i < folds.size() - 1) {
        trial.check();
      }
    }
    trial.attribute(FOLDS, List.copyOf(scores));
    trial.attribute(DEVIATION, deviation(scores));
    return mean(scores);
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
  }

  /** Returns the population standard deviation. */
  static double deviation(List<Double> values) {
    double mean = mean(values);
    return Math.sqrt(
        values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN));
  }
}
