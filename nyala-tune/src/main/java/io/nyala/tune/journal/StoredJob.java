// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.schedules.Job;

/** A training and its outcome. */
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

  /** Returns the job. */
  public Job job() {
    return job;
  }

  /** Returns whether the trial is complete afterwards. */
  public boolean last() {
    return last;
  }

  /** Returns the number of earlier trainings whose outcome was known when it was decided. */
  public int seen() {
    return seen;
  }

  /** Returns its outcome; null if it has not ended. */
  public Ending ending() {
    return ending;
  }
}
