// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

/** Factory methods for the pruners. */
public final class Pruners {
  private Pruners() {}

  /** Ends trials whose best report is worse than the median of complete trials at that step. */
  public static PercentilePruner median() {
    return percentile(50);
  }

  /**
   * Ends trials whose best report is worse than a percentile of complete trials at that step.
   *
   * @param share the percentage of trials that continue, 0 to 100: 25 keeps the best quarter
   * @throws IllegalArgumentException if it is out of range
   */
  public static PercentilePruner percentile(double share) {
    return new PercentilePruner(share, 5, 0, 1, 1);
  }

  /**
   * Ends trials that have not improved for a number of reports.
   *
   * @param reports the number of reports without improvement that are tolerated
   * @param minDelta the minimum change that counts as an improvement
   * @throws IllegalArgumentException if one is negative
   */
  public static Pruner patience(int reports, double minDelta) {
    return new PatientPruner(null, reports, minDelta);
  }

  /**
   * Lets another pruner end trials only if they have not improved for a number of reports.
   *
   * @param reports the number of reports without improvement that are tolerated
   * @param minDelta the minimum change that counts as an improvement
   * @throws IllegalArgumentException if one is negative
   */
  public static Pruner patient(Pruner other, int reports, double minDelta) {
    return new PatientPruner(other, reports, minDelta);
  }

  /**
   * Ends trials whose reports leave a range of objective values.
   *
   * @param fromStep the first step that is checked
   * @throws IllegalArgumentException if the range is empty
   */
  public static Pruner within(double lower, double upper, int fromStep) {
    return new ThresholdPruner(lower, upper, fromStep);
  }

  /**
   * Ends trials that are probably worse than the best one by Wilcoxon's signed rank test, for
   * objectives that report folds or repetitions. Uses a probability below 0.1, after two steps.
   */
  public static Pruner wilcoxon() {
    return wilcoxon(0.1, 2);
  }

  /**
   * Ends trials that are probably worse than the best one by Wilcoxon's signed rank test.
   *
   * @param probability the probability below which a trial ends
   * @param startup the number of steps before any trial ends; at least 2
   * @throws IllegalArgumentException if the probability is invalid
   */
  public static Pruner wilcoxon(double probability, int startup) {
    return new WilcoxonPruner(probability, startup);
  }
}
