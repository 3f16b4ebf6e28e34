// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.RunningTrial;
import io.nyala.tune.math.Axis;
import io.nyala.tune.math.Observations;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The points of a history as a table, which is kept between proposals: the common beginning of both
 * histories is not read again. The content depends only on the last history.
 */
final class TrialTable {
  private final Predicate<FinishedTrial> useful;
  private final List<FinishedTrial> trials = new ArrayList<>();
  private SearchSpace space;
  private Axis[] axes;
  private Observations observations;

  /**
   * Creates an empty table.
   *
   * @param useful selects the trials that get rows
   */
  TrialTable(Predicate<FinishedTrial> useful) {
    this.useful = useful;
  }

  /**
   * Updates the table to a history.
   *
   * @return the number of previous rows that remain
   */
  int follow(SearchSpace space, History history) {
    if (this.space != space) {
      this.space = space;
      axes = SpaceAxes.of(space);
      trials.clear();
      observations = new Observations(axes.length);
    }
    observations.truncate(trials.size());
    int row = 0;
    int kept = trials.size();
    double[] point = new double[axes.length];
    for (FinishedTrial trial : history.finished()) {
      if (!useful.test(trial)) {
        continue;
      }
      if (row < trials.size() && trials.get(row) != trial) {
        trials.subList(row, trials.size()).clear();
        observations.truncate(row);
        kept = row;
      }
      if (row == trials.size()) {
        for (int a = 0; a < point.length; a++) {
          point[a] = trial.coordinate(a);
        }
        observations.add(point);
        trials.add(trial);
      }
      row++;
    }
    if (row < trials.size()) {
      trials.subList(row, trials.size()).clear();
      observations.truncate(row);
    }
    return Math.min(kept, row);
  }

  /** Adds rows for trials that are still running; the next update removes them. */
  void append(List<RunningTrial> running) {
    for (RunningTrial trial : running) {
      observations.add(trial.point());
    }
  }

  /** Returns the trials of the rows, without those that are still running. */
  List<FinishedTrial> trials() {
    return trials;
  }

  Axis[] axes() {
    return axes;
  }

  Observations observations() {
    return observations;
  }
}
