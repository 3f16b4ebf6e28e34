// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.data.split.Fold;
import java.util.ArrayList;
import java.util.List;

/**
 * Cross-validation as the value of a trial: the mean over folds, each of which is reported as a
 * step of the trial and kept with it.
 *
 * <pre>{@code
 * CrossValidation cv = CrossValidation.of(KFold.shuffled(5, 42).split(rows));
 * study.run(space, trial -> cv.mean(trial, fold -> score(trial, fold)));
 * }</pre>
 *
 * <p>What is learnt from data, such as the means of a scaler, belongs into the function of the
 * fold. A pruner ends a trial between folds; for these {@code Pruners.wilcoxon()} is the right one.
 */
public final class CrossValidation {
  /** The attributes of a trial that keep its folds. */
  public static final String FOLDS = "folds";

  /** The attribute of a trial that keeps the standard deviation over its folds. */
  public static final String DEVIATION = "folds_std";

  /** Scores a fold. */
  @FunctionalInterface
  public interface Score {
    /**
     * Trains on one part of a fold and returns the score on the other.
     *
     * @throws Exception for any reason, in which case the trial has failed
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
   * @throws IllegalArgumentException if there is none
   */
  public static CrossValidation of(List<Fold> folds) {
    return new CrossValidation(folds);
  }

  /** Returns the folds. */
  public List<Fold> folds() {
    return folds;
  }

  /**
   * Scores all folds and returns their mean. Each is reported to the trial, as step 0 and on; the
   * scores and their standard deviation are noted with it. A fold whose score is not a number ends
   * the trial, which has failed.
   *
   * @throws PrunedException if the trial should end early; let it pass
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

  /** Returns the standard deviation of what there is, not of what it was drawn from. */
  static double deviation(List<Double> values) {
    double mean = mean(values);
    return Math.sqrt(
        values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN));
  }
}
