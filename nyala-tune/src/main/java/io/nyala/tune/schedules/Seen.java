// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

/**
 * A job, and what a schedule may know of its end.
 *
 * @param job what was decided
 * @param outcome how it ended; null while that is not known
 */
public record Seen(Job job, Outcome outcome) {
  /** How a job ended. */
  public enum End {
    /** The trial was trained as far as it was to be. */
    REACHED,
    /** A pruner ended it. */
    PRUNED,
    /** It failed, or has no value that is a number. */
    FAILED
  }

  /**
   * How a job ended.
   *
   * @param end in which way
   * @param loss of the first objective, smaller is better; NaN unless reached
   */
  public record Outcome(End end, double loss) {
    /** Returns whether the trial can go on from here. */
    public boolean reached() {
      return end == End.REACHED;
    }
  }
}
