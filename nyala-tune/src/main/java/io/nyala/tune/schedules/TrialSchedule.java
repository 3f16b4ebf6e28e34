// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.List;

/**
 * Decides which trial to train next, and for how many epochs.
 *
 * <p>A schedule is a pure function of the jobs that were decided before and of how some of them
 * ended. A search asks it for one job after the other; which ends it may know by then follows from
 * the number of the job alone, whatever the number of workers, unless the search is asynchronous.
 * The outcome of a job that was decided later may so be known earlier, or not: a schedule must look
 * at {@link Seen#outcome()}, not at positions.
 */
public interface TrialSchedule {
  /**
   * Returns what to do next.
   *
   * @param jobs what was decided, in that order
   */
  Decision next(List<Seen> jobs);

  /** Returns the words that journals keep; a search that goes on compares them. */
  String describe();

  /** Returns whether trials go on from where they stopped, for which a folder keeps checkpoints. */
  boolean pauses();

  /** Returns whether each trial is trained once, so that equal trials have equal results. */
  boolean trainsOnce();

  /**
   * Returns how much there is to do in all: epochs, or trials where these have no epochs; 0 if that
   * is not known.
   */
  long units();

  /** Returns the most epochs of a trial; 0 where trials have no epochs. */
  int mostEpochs();
}
