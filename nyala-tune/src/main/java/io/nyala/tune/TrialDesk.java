// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.Parameter;
import java.nio.file.Path;
import java.util.List;

/** The requests of a running trial to its study; thread-safe. */
interface TrialDesk {
  Assignment values(Trial trial);

  Object suggest(Trial trial, Parameter parameter, List<Condition> conditions);

  /** Records a report and returns whether to prune. */
  boolean report(Trial trial, int step, double value);

  void attribute(Trial trial, String name, Object value);

  Goal goal();

  boolean pauses();

  /** Returns whether a model is evaluated by its best epoch. */
  boolean bestEpoch();

  /** Returns the epochs that the trial began with: those of its source. */
  int start(Trial trial);

  /** Returns the trial whose weights the trial has taken over, or -1. */
  int copyOf(Trial trial);

  /** Returns the folder of the study, or null. */
  Path home();
}
