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
   * Train a trial on.
   *
   * @param trial its number
   * @param epochs that it has behind it afterwards, in all
   * @param anew whether to train it from the start again rather than from where it stopped
   * @param last whether the trial is complete then
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
