// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import java.util.List;

/** What a schedule wants done next. */
public sealed interface Decision {
  /**
   * Begin a new trial.
   *
   * @param epochs to train it for; 0 where trials have no epochs
   * @param bracket which part of the schedule it belongs to
   * @param last whether the trial is complete then
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
   * Begins a new trial that goes on from where another one is: with its weights and optimizer
   * state, and with values that differ a little.
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
    /** Takes a copy of the list. */
    public Copy {
      sources = List.copyOf(sources);
    }
  }

  /** Ask again when everything that was decided has ended. */
  record Wait() implements Decision {}

  /**
   * Nothing more to do, once everything that was decided has ended.
   *
   * @param why a sentence for people
   */
  record End(String why) implements Decision {}
}
