// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.variables.Variable;
import java.util.List;
import java.util.Map;

/** Where a memory keeps the observations of its transitions. */
interface Observations {
  /**
   * Stores the observations of a transition; copies.
   *
   * @param place of the transition; places follow each other in a ring
   * @param live how many transitions before this one are remembered
   * @param steps between the observations
   * @param last whether this is the last transition of an episode
   * @return how many of the oldest transitions are lost, because their frames were overwritten
   */
  int put(int place, int live, float[] before, float[] after, int steps, boolean last);

  /** Breaks off the episode: the next transition is the first of another one. */
  void leave();

  /** Writes the observations of a transition into a row of two arrays. */
  void get(int place, float[] before, float[] after, int row);

  /** Returns what is stored as views of live data, for a checkpoint. */
  List<Variable> variables();

  /** Returns the remaining state. */
  Map<String, Object> state();

  /** Continues from {@link #state}, once the variables are filled. */
  void restore(Map<?, ?> state);
}
