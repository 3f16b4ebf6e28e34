// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.history;

import java.util.List;

/**
 * What a search knows at one moment, by the order of numbers. A snapshot: it never changes.
 *
 * @param finished trials that have ended, failed ones included
 * @param running trials that were begun before and whose end is not known here
 */
public record History(List<FinishedTrial> finished, List<RunningTrial> running) {
  /** Takes copies of lists that may change. */
  public History {
    finished = List.copyOf(finished);
    running = List.copyOf(running);
  }

  /** Returns a history without trials. */
  public static History empty() {
    return new History(List.of(), List.of());
  }

  /** Returns the trials that have ended with a value. */
  public List<FinishedTrial> complete() {
    return finished.stream().filter(trial -> trial.state() == TrialState.COMPLETE).toList();
  }
}
