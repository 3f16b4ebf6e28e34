// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.List;

/** The next decision of a schedule. */
public sealed interface Decision {
  /**
   * Starts a new trial.
   *
   * @param epochs the number of epochs; 0 if trials have no epochs
   * @param bracket the index of its bracket
   * @param last whether the trial is complete afterwards
   */
  record Begin(int epochs, int bracket, boolean last) implements Decision {}

  /**
   * Continues training a trial.
   *
   * @param trial its number
   * @param epochs the total epochs completed afterwards
   * @param anew whether to restart it instead of continuing where it stopped
   * @param last whether the trial is complete afterwards
   */
  record GoOn(int trial, int epochs, boolean anew, boolean last) implements Decision {}

  /**
   * Starts a new trial that continues from the state of another one, with its weights and optimizer
   * state and slightly different values.
   *
   * @param sources the numbers of trials to draw from; they must not go on before
   * @param perturbation how to change the values of the source
   * @param epochs the total epochs completed afterwards, those of the source included
   * @param bracket which part of the schedule it belongs to
   * @param last whether the trial is complete afterwards
   */
  record Copy(
      List<Integer> sources, Perturbation perturbation, int epochs, int bracket, boolean last)
      implements Decision {
    /** Copies the list. */
    public Copy {
      sources = List.copyOf(sources);
    }
  }

  /** Waits until everything that was decided has ended. */
  record Wait() implements Decision {}

  /**
   * Ends the search when everything that was decided has ended.
   *
   * @param why the reason, for people
   */
  record End(String why) implements Decision {}
}
