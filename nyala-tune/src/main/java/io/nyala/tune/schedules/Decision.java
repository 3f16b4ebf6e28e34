// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

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

  /** Ask again when everything that was decided has ended. */
  record Wait() implements Decision {}

  /**
   * Nothing more to do, once everything that was decided has ended.
   *
   * @param why a sentence for people
   */
  record End(String why) implements Decision {}
}
