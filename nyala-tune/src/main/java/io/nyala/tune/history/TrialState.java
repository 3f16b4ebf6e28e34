// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.history;

/** The state of a trial. The order of the constants is that of Optuna's journals. */
public enum TrialState {
  /** Started and not finished; also a trial that a schedule has paused. */
  RUNNING,
  /** Finished with a value. */
  COMPLETE,
  /** Ended early because it was worse than others. */
  PRUNED,
  /** Ended by an error or with a value that is not a number. */
  FAIL,
  /** Requested but not started. */
  WAITING;

  /** Returns whether the trial can no longer change. */
  public boolean finished() {
    return this == COMPLETE || this == PRUNED || this == FAIL;
  }
}
