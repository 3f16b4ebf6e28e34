// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.schedules.Job;

/** A training, and how it ended. */
public final class StoredJob {
  private final Job job;
  private final boolean last;
  private final int seen;
  Ending ending;

  StoredJob(Job job, boolean last, int seen) {
    this.job = job;
    this.last = last;
    this.seen = seen;
  }

  /** Returns what was decided. */
  public Job job() {
    return job;
  }

  /** Returns whether the trial is complete when it gets there. */
  public boolean last() {
    return last;
  }

  /** Returns of how many trainings before it the end was known when it was decided. */
  public int seen() {
    return seen;
  }

  /** Returns how it ended; null while it has not. */
  public Ending ending() {
    return ending;
  }
}
