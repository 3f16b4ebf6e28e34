// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

/**
 * One training of a trial, from one total number of epochs to another.
 *
 * @param index its index in the search, from 0
 * @param trial the number of the trial
 * @param from the epochs completed before, those of a source included; 0 for a restart
 * @param to the epochs completed afterwards
 * @param rung the number of previous promotions of the trial, those of its source included
 * @param bracket the index of the bracket in the schedule, from 0
 */
public record Job(int index, int trial, int from, int to, int rung, int bracket) {}
