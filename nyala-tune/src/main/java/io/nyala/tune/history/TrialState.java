// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.history;

/** Where a trial is. The order is that of Optuna's journals. */
public enum TrialState {
  /** Begun and not ended; also a trial that a schedule has paused. */
  RUNNING,
  /** Ended with a value. */
  COMPLETE,
  /** Ended early, because it was worse than others. */
  PRUNED,
  /** Ended by an error, or with a value that is not a number. */
  FAIL,
  /** Asked for, not yet begun. */
  WAITING;

  /** Returns whether nothing will be added any more. */
  public boolean finished() {
    return this == COMPLETE || this == PRUNED || this == FAIL;
  }
}
