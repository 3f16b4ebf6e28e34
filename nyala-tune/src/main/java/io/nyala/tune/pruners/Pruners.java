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
}
