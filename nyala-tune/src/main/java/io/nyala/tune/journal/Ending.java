// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.schedules.Seen;
import java.util.List;

/**
 * The outcome of a training.
 *
 * @param end the kind of outcome
 * @param values the values of the objectives with their original sign; empty unless it reached its
 *     end
 * @param lastStep the largest step that the trial has reported so far; -1 for none
 * @param violation the sum of the constraint violations of the trial
 * @param reason the reason of a failure; null if it did not fail
 * @param sameAs the number of the trial whose values were reused; -1 if it was trained
 */
public record Ending(
    Seen.End end, List<Double> values, int lastStep, double violation, String reason, int sameAs) {
  /** Copies the values. */
  public Ending {
    values = List.copyOf(values);
  }
}
