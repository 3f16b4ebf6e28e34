// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.history;

import java.util.List;

/**
 * The state of a search at one moment, ordered by trial number. An immutable snapshot.
 *
 * @param finished the finished trials, including failed ones
 * @param running the trials that have started and whose outcome is not known here
 */
public record History(List<FinishedTrial> finished, List<RunningTrial> running) {
  /** Copies mutable lists. */
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
