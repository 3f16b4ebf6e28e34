// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

/**
 * A job and its visible outcome.
 *
 * @param job the job
 * @param outcome its outcome; null if unknown
 */
public record Seen(Job job, Outcome outcome) {
  /** The outcome of a job. */
  public enum End {
    /** The trial was trained for all of its epochs. */
    REACHED,
    /** The trial was pruned. */
    PRUNED,
    /** The trial failed or its value is not a number. */
    FAILED
  }

  /**
   * The outcome of a job.
   *
   * @param end the kind of outcome
   * @param loss the loss of the first objective, smaller is better; NaN unless reached
   */
  public record Outcome(End end, double loss) {
    /** Returns whether the trial can continue. */
    public boolean reached() {
      return end == End.REACHED;
    }
  }
}
