// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.List;

/**
 * Decides which trial to train next, and for how many epochs.
 *
 * <p>A schedule is a pure function of the previous jobs and the known outcomes. A search requests
 * one job at a time. Which outcomes are visible depends only on the number of the job, regardless
 * of the number of workers, unless the search is asynchronous. The outcome of a later job may be
 * known before that of an earlier one, so a schedule must use {@link Seen#outcome()}, not
 * positions.
 */
public interface TrialSchedule {
  /**
   * Returns the next decision.
   *
   * @param jobs the previous jobs, in order of decision
   */
  Decision next(List<Seen> jobs);

  /** Returns the description stored in journals, which is compared when a search is resumed. */
  String describe();

  /** Returns whether trials continue from checkpoints, which need a folder. */
  boolean pauses();

  /** Returns whether each trial is trained once, so that equal trials have equal results. */
  boolean trainsOnce();

  /**
   * Returns the total amount of work: epochs, or trials if these have no epochs, or 0 if unknown.
   */
  long units();

  /** Returns the maximum number of epochs of a trial; 0 if trials have no epochs. */
  int mostEpochs();
}
