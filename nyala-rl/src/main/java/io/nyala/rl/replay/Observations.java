// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.variables.Variable;
import java.util.List;
import java.util.Map;

/** The store of the observations of a replay memory. */
interface Observations {
  /**
   * Stores copies of the observations of a transition.
   *
   * @param place the index of the transition in the ring buffer
   * @param live the number of stored transitions before this one
   * @param steps the number of steps between the observations
   * @param last whether this is the last transition of an episode
   * @return the number of oldest transitions that are lost because their frames were overwritten
   */
  int put(int place, int live, float[] before, float[] after, int steps, boolean last);

  /** Abandons the episode: the next transition is the first of another one. */
  void leave();

  /** Writes the observations of a transition into a row of two arrays. */
  void get(int place, float[] before, float[] after, int row);

  /** Returns the stored data as live views, for a checkpoint. */
  List<Variable> variables();

  /** Returns the remaining state. */
  Map<String, Object> state();

  /** Restores {@link #state}; the variables must be restored first. */
  void restore(Map<?, ?> state);
}
