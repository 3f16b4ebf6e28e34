// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

/** The pruners, by the names under which they are known. */
public final class Pruners {
  private Pruners() {}

  /** Ends trials whose best report is worse than the median of complete trials at that step. */
  public static PercentilePruner median() {
    return percentile(50);
  }

  /**
   * Ends trials whose best report is worse than a percentile of complete trials at that step.
   *
   * @param share of trials that are to go on, 0 to 100: 25 keeps the best quarter
   * @throws IllegalArgumentException if it is no such share
   */
  public static PercentilePruner percentile(double share) {
    return new PercentilePruner(share, 5, 0, 1, 1);
  }

  /**
   * Ends trials that have not got better for some reports.
   *
   * @param reports that may pass
   * @param minDelta the least change that counts
   * @throws IllegalArgumentException if one is negative
   */
  public static Pruner patience(int reports, double minDelta) {
    return new PatientPruner(null, reports, minDelta);
  }

  /**
   * Lets another pruner end trials only when they have not got better for some reports.
   *
   * @param reports that may pass
   * @param minDelta the least change that counts
   * @throws IllegalArgumentException if one is negative
   */
  public static Pruner patient(Pruner other, int reports, double minDelta) {
    return new PatientPruner(other, reports, minDelta);
  }

  /**
   * Ends trials whose reports leave a range, in the terms of the objective.
   *
   * @param fromStep the first step that is looked at
   * @throws IllegalArgumentException if the range is empty
   */
  public static Pruner within(double lower, double upper, int fromStep) {
    return new ThresholdPruner(lower, upper, fromStep);
  }

  /**
   * Ends trials that are probably worse than the best one by Wilcoxon's signed rank test, for
   * objectives that report folds or repetitions: with less than 0.1, after two steps.
   */
  public static Pruner wilcoxon() {
    return wilcoxon(0.1, 2);
  }

  /**
   * Ends trials that are probably worse than the best one by Wilcoxon's signed rank test.
   *
   * @param probability below which a trial ends
   * @param startup steps before which none does; at least 2
   * @throws IllegalArgumentException if that is no probability
   */
  public static Pruner wilcoxon(double probability, int startup) {
    return new WilcoxonPruner(probability, startup);
  }
}
