// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.schedules.Seen;
import java.util.List;

/**
 * How a training ended.
 *
 * @param end in which way
 * @param values of the objectives, as they are; empty unless it reached its end
 * @param lastStep the largest step that the trial has reported by then; -1 for none
 * @param violation the sum of the constraints that the trial breaks
 * @param reason why it failed; null if it did not
 * @param sameAs the number of the trial whose values were taken over; -1 if it was trained
 */
public record Ending(
    Seen.End end, List<Double> values, int lastStep, double violation, String reason, int sameAs) {
  /** Takes a copy of the values. */
  public Ending {
    values = List.copyOf(values);
  }
}
