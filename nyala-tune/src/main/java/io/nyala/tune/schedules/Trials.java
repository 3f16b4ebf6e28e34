// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.List;

/** A fixed number of trials of equal length. */
public final class Trials implements TrialSchedule {
  private final int most;
  private final int epochs;

  private Trials(int most, int epochs) {
    this.most = most;
    this.epochs = epochs;
  }

  /**
   * Creates the schedule.
   *
   * @param most the number of trials, at least 1
   * @param epochs the epochs of each trial; 0 if trials have no epochs
   * @throws IllegalArgumentException if a number is too small
   */
  public static Trials of(int most, int epochs) {
    if (most < 1 || epochs < 0) {
      throw new IllegalArgumentException(
          "a search needs at least 1 trial and not fewer than 0 epochs, got %d trials of %d epochs"
              .formatted(most, epochs));
    }
    return new Trials(most, epochs);
  }

  @Override
  public Decision next(List<Seen> jobs) {
    return jobs.size() < most
        ? new Decision.Begin(epochs, 0, true)
        : new Decision.End("all %d trials are done".formatted(most));
  }

  /** The number of trials is left out, because a search may be extended. */
  @Override
  public String describe() {
    return epochs == 0 ? "trials" : "trials of " + epochs + " epochs";
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public boolean pauses() {
    return false;
  }

  @Override
  public boolean trainsOnce() {
    return true;
  }

  @Override
  public long units() {
    return (long) most * Math.max(1, epochs);
  }

  @Override
  public int mostEpochs() {
    return epochs;
  }
}
